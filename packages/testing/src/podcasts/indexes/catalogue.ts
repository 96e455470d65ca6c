/** An episode that the stand-ins of the podcast indexes know. */
export interface CatalogueEpisode {
  readonly title: string;
  readonly show: string;
  readonly guid: string;
  readonly feedUrl: string;
  /** Default: they have the episode, but no audio of it. */
  readonly audioUrl?: string;
  readonly pageUrl?: string;
  /** ISO 8601. Default: 2024-05-01T06:00:00.000Z */
  readonly publishedAt?: string;
  /** Default: 60. */
  readonly durationS?: number;
}

const PUBLISHED_AT = '2024-05-01T06:00:00.000Z';

export function publishedAtOf({ publishedAt = PUBLISHED_AT }: CatalogueEpisode): Date {
  return new Date(publishedAt);
}

/** Those that a search for these words finds: in which at least half of the words are. */
export function searchCatalogue(
  catalogue: readonly CatalogueEpisode[],
  term: string,
  textOf: (episode: CatalogueEpisode) => string,
): readonly CatalogueEpisode[] {
  const words = wordsOf(term);
  return catalogue.filter((episode) => {
    const own = new Set(wordsOf(textOf(episode)));
    const found = words.filter((word) => own.has(word)).length;
    return words.length > 0 && found >= words.length / 2;
  });
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Feeds are numbered from 1, in the order in which they are first named. */
export function feedIdOf(catalogue: readonly CatalogueEpisode[], feedUrl: string): number {
  return [...new Set(catalogue.map((episode) => episode.feedUrl))].indexOf(feedUrl) + 1;
}
