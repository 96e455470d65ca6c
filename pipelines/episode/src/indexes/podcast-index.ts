/** The directories of podcasts that can be asked, the names under which they are told. */
export const INDEX_NAMES = ['apple_podcasts', 'fyyd', 'podcastindex'] as const;
export type IndexName = (typeof INDEX_NAMES)[number];

/** What is known of an episode that is looked for. */
export interface IndexQuery {
  readonly title: string;
  /** The show's name; a host name if nothing better is known; `null` for nothing. */
  readonly show: string | null;
  readonly guid: string | null;
  /** ISO 8601. */
  readonly publishedAt: string | null;
}

/** An episode as an index tells it. */
export interface IndexHit {
  readonly index: IndexName;
  readonly title: string;
  readonly show: string | null;
  /** `null` only as the index answers: hits without audio are dropped when indexes are searched together. */
  readonly audioUrl: string | null;
  readonly audioType: string | null;
  readonly guid: string | null;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string | null;
  readonly durationS: number | null;
  readonly pageUrl: string | null;
  readonly feedUrl: string | null;
}

export interface PodcastIndex {
  readonly name: IndexName;
  /** Why it cannot be asked: `it needs a key and a secret`. Default: it can. */
  readonly unavailable?: string;
  /**
   * At most 10 episodes, in the order in which the index gives them. Throws `IndexFailedError`, what `guardedFetch` throws, and
   * the signal's reason.
   */
  search(query: IndexQuery & { readonly signal: AbortSignal }): Promise<readonly IndexHit[]>;
}

/** Most hits that one index gives. */
export const MAX_HITS = 10;
/** Longest time of one index, in ms. */
export const INDEX_TIMEOUT_MS = 10_000;
