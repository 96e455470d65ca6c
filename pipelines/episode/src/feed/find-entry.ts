import type { Feed, FeedEntry } from './feed.ts';

/** What is known of an episode that a feed may have. */
export interface WantedEntry {
  readonly guids: readonly string[];
  readonly pageUrls: readonly string[];
  readonly audioUrl: string | null;
  /** As several places tell it, the most reliable first: its JSON-LD, its heading, its title and parts of that. */
  readonly titles: readonly string[];
}

export interface FoundEntry {
  readonly entry: FeedEntry;
  /** What it was recognised by. */
  readonly by: 'guid' | 'page' | 'audio' | 'title';
}

/** Finds an episode in a feed: by its guid, else its page, else its audio, else a title that only one of them has. */
export function findEntry({ show, entries }: Feed, wanted: WantedEntry): FoundEntry | null {
  const guids = new Set(wanted.guids.map((guid) => guid.trim()));
  const pages = new Set(wanted.pageUrls.map(comparableUrl));
  const audio = wanted.audioUrl === null ? null : comparableUrl(wanted.audioUrl);
  const first = (is: (entry: FeedEntry) => boolean) => entries.find(is);
  const byGuid = first(({ guid }) => guid !== null && guids.has(guid));
  if (byGuid !== undefined) return { entry: byGuid, by: 'guid' };
  const byPage = first(({ pageUrl }) => pageUrl !== null && pages.has(comparableUrl(pageUrl)));
  if (byPage !== undefined) return { entry: byPage, by: 'page' };
  const byAudio = first(({ audioUrl }) => audio !== null && audioUrl !== null && comparableUrl(audioUrl) === audio);
  if (byAudio !== undefined) return { entry: byAudio, by: 'audio' };
  // A trailer is often called what the show is called.
  const others = new Set(['', comparableTitle(show.title ?? '')]);
  for (const title of wanted.titles.map(comparableTitle).filter((each) => !others.has(each))) {
    const [titled, ...more] = entries.filter((entry) => comparableTitle(entry.title ?? '') === title);
    if (titled !== undefined && more.length === 0) return { entry: titled, by: 'title' };
  }
  return null;
}

/** A URL as two places may write it differently: without scheme, `www.`, fragment, final slash and campaign parameters. */
export function comparableUrl(given: string): string {
  const url = URL.parse(given);
  if (url === null) return given;
  const parameters = [...url.searchParams].filter(([name]) => !/^(?:utm_|fbclid$|gclid$)/.test(name));
  const search = parameters.length === 0 ? '' : `?${new URLSearchParams(parameters)}`;
  return `${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/$/, '')}${search}`;
}

/** A title as it is compared: letters and digits only, in lower case. */
export function comparableTitle(given: string): string {
  return given
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
