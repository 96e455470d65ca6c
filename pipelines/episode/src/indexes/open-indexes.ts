import type { OutboundPolicy } from '@telltale/outbound';
import { openApplePodcasts } from './apple-podcasts.ts';
import { IndexNameError } from './errors.ts';
import { openFyyd } from './fyyd.ts';
import { INDEX_NAMES, type IndexName, type PodcastIndex } from './podcast-index.ts';
import { openPodcastindex } from './podcastindex.ts';

export interface IndexSettings {
  /** Which are asked, in this order: `apple_podcasts` (also `itunes`, `apple`), `fyyd`, `podcastindex`. Default: none. */
  readonly names?: readonly string[];
  /** Default: none, which fyyd accepts. */
  readonly fyydKey?: string | undefined;
  /** Without key and secret podcastindex is not asked. */
  readonly podcastindexKey?: string | undefined;
  readonly podcastindexSecret?: string | undefined;
  /** Where they are, if not where everybody finds them. */
  readonly baseUrls?: Readonly<Partial<Record<IndexName, string>>>;
}

const ALIASES: Readonly<Record<string, IndexName>> = { itunes: 'apple_podcasts', apple: 'apple_podcasts' };

/** Opens directories of podcasts. Nothing is sent. Throws `IndexNameError`. */
export function openIndexes(
  settings: IndexSettings,
  { outbound }: { readonly outbound: OutboundPolicy },
): readonly PodcastIndex[] {
  const { names = [], fyydKey: key, podcastindexKey, podcastindexSecret: secret, baseUrls = {} } = settings;
  const open: Readonly<Record<IndexName, () => PodcastIndex>> = {
    apple_podcasts: () => openApplePodcasts({ baseUrl: baseUrls.apple_podcasts, outbound }),
    fyyd: () => openFyyd({ baseUrl: baseUrls.fyyd, key, outbound }),
    podcastindex: () => openPodcastindex({ baseUrl: baseUrls.podcastindex, key: podcastindexKey, secret, outbound }),
  };
  return [...new Set(names.map(nameOf))].map((name) => open[name]());
}

function nameOf(given: string): IndexName {
  const plain = given.trim().toLowerCase();
  const name = INDEX_NAMES.find((known) => known === (ALIASES[plain] ?? plain));
  if (name === undefined) throw new IndexNameError(given, INDEX_NAMES);
  return name;
}
