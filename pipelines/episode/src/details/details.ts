import type { PublishedTranscript } from '../feed/index.ts';

/** What is known of an episode before its audio is here. Plain data. */
export interface Details {
  readonly title: string | null;
  readonly showName: string | null;
  readonly description: string | null;
  /** ISO 8601 in UTC. */
  readonly publishedAt: string | null;
  readonly imageUrl: string | null;
  /** ISO 639-1. */
  readonly language: string | null;
  /** ISO 3166-1, in lower case. */
  readonly country: string | null;
  /** The publisher's own page of it. */
  readonly canonicalUrl: string | null;
  readonly feedUrl: string | null;
  readonly guid: string | null;
  readonly audioUrl: string | null;
  /** One of `AUDIO_FORMATS`. */
  readonly audioFormat: string | null;
  readonly transcripts: readonly PublishedTranscript[] | null;
  readonly chaptersUrl: string | null;
}

/** Whose page an episode was found on: the publisher's, or one that gathers those of many. */
export const SOURCE_KINDS = ['canonical', 'aggregator', 'unknown'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What one source says. */
export interface Finding {
  /** As people are told of it: `the feed`, `JSON-LD`. */
  readonly source: string;
  readonly details: Partial<Details>;
}

export interface MergedDetails {
  readonly details: Details;
  /** For each field that is known, the source that it is from. */
  readonly from: Readonly<Partial<Record<keyof Details, string>>>;
}
