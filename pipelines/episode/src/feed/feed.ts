/** A transcript that a publisher offers. */
export interface PublishedTranscript {
  readonly url: string;
  /** MIME type, as the publisher names it. */
  readonly type: string | null;
  readonly language: string | null;
}

export interface FeedPerson {
  readonly name: string;
  /** As the feed names it: `host`, `guest`. */
  readonly role: string | null;
  readonly url: string | null;
}

/** What a feed says of its show. */
export interface FeedShow {
  readonly title: string | null;
  /** ISO 639-1, else `null`. */
  readonly language: string | null;
  readonly description: string | null;
  readonly imageUrl: string | null;
  readonly pageUrl: string | null;
  readonly persons: readonly FeedPerson[];
}

/** What a feed says of one episode. Plain data: it is kept as JSON. URLs are whole, texts have no markup. */
export interface FeedEntry {
  /** As the feed gives it; the audio's URL where it gives none; `null` if there is neither. */
  readonly guid: string | null;
  readonly title: string | null;
  readonly description: string | null;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string | null;
  readonly audioUrl: string | null;
  readonly audioType: string | null;
  readonly audioBytes: number | null;
  readonly durationS: number | null;
  readonly imageUrl: string | null;
  /** A page of its own: `null` if the link leads where that of the show or of another episode leads. */
  readonly pageUrl: string | null;
  /** ISO 639-1. */
  readonly language: string | null;
  readonly transcripts: readonly PublishedTranscript[];
  readonly chaptersUrl: string | null;
  readonly persons: readonly FeedPerson[];
  readonly season: number | null;
  readonly episode: number | null;
}

export interface Feed {
  readonly show: FeedShow;
  /** In the feed's order. */
  readonly entries: readonly FeedEntry[];
}
