import type { ByteRange, OpenArtifact } from '@telltale/engine';
import type { Cursor } from '@telltale/ledger';
import type { Word } from '@telltale/speech';
import type { WikidataCandidate } from '../enrich/index.ts';
import type { EntityOfEpisode, EntitySummary } from '../entities/index.ts';
import type { Upload } from '../media/index.ts';
import type { Reindexed, ReindexOptions } from '../reindex/index.ts';
import type { SearchAnswer, SearchQuestion } from '../search/index.ts';
import type { Used } from '../store/note-used.ts';

export interface EpisodePageOptions {
  /** Words, each the beginning of one in the title, the show or the description. */
  readonly text?: string | undefined;
  /** The name of a show, whatever its upper and lower case. */
  readonly show?: string | undefined;
  /** An address, or the SHA-256 of a file: only the episode that is known by it. */
  readonly source?: string | undefined;
  /** Also those that cannot be searched yet. Default: false. */
  readonly all?: boolean | undefined;
  /** 1–500. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: Cursor | undefined;
}

export interface EpisodeSummary {
  readonly episodeId: string;
  readonly title: string | null;
  readonly showName: string | null;
  /** In a list at most 280 characters and `…`. */
  readonly description: string | null;
  readonly publishedAt: string | null;
  readonly durationS: number | null;
  readonly language: string | null;
  readonly imageUrl: string | null;
  /** The picture that is kept here, another address for each; `null`: there is none. */
  readonly coverUrl: string | null;
  /** The publisher's, or that of the file that is kept here. */
  readonly audioUrl: string | null;
  readonly readyAt: string | null;
  readonly createdAt: string;
}

export interface Chapter {
  readonly startS: number;
  readonly title: string;
  readonly url: string | null;
  readonly imageUrl: string | null;
}

export interface Episode extends EpisodeSummary {
  readonly pageUrl: string | null;
  readonly canonicalUrl: string | null;
  readonly feedUrl: string | null;
  readonly guid: string | null;
  readonly country: string | null;
  readonly sourceKind: 'canonical' | 'aggregator' | 'unknown';
  readonly aggregatorProvider: string | null;
  readonly audioFormat: string | null;
  /** What a player plays; `null` until it was downloaded. */
  readonly audio: { readonly path: string; readonly contentType: string; readonly bytes: number } | null;
  readonly audioFacts: Readonly<Record<string, unknown>> | null;
  readonly chapters: readonly Chapter[];
  /** Of its transcript. */
  readonly segments: number;
  readonly passages: number;
  readonly summary: string | null;
  /** Those mentioned most often first. */
  readonly entities: readonly EntityOfEpisode[];
  /** By step. */
  readonly used: Readonly<Record<string, Used>>;
}

export interface TranscriptSegment {
  readonly index: number;
  readonly startS: number;
  readonly endS: number;
  readonly text: string;
  readonly speaker: string | null;
  /** `null` if they were not asked for, or have no times. */
  readonly words: readonly Word[] | null;
}

/** What has still to go from outside of the database. */
export interface Removal {
  readonly kind: 'vectors' | 'media';
  /** The id of an episode, or the SHA-256 of a file. */
  readonly key: string;
  readonly askedAt: string;
  readonly attempts: number;
  readonly lastError: string | null;
}

export interface EntityMention {
  readonly episodeId: string;
  readonly episodeTitle: string | null;
  readonly showName: string | null;
  readonly startS: number;
  readonly context: string | null;
  readonly link: string;
}

export interface EntityDetail extends EntitySummary {
  /** The newest episodes first, each from its start. */
  readonly mentionedAt: readonly EntityMention[];
  readonly nextCursor: Cursor | null;
}

/** A file that is kept here. */
export interface LibraryFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  open(range?: ByteRange): Promise<OpenArtifact>;
}

/** What a person knows better. What is not given stays as it is; `null` says that nobody knows it. */
export interface EpisodeChanges {
  /** At most 500 characters. */
  readonly title?: string | null | undefined;
  /** At most 255 characters. */
  readonly showName?: string | null | undefined;
  readonly description?: string | null | undefined;
  /** ISO 8601. */
  readonly publishedAt?: string | null | undefined;
  readonly imageUrl?: string | null | undefined;
  /** ISO 639-1. */
  readonly language?: string | null | undefined;
  /** ISO 3166-1, in lower case. */
  readonly country?: string | null | undefined;
  /** Begins with `http:` or `https:`; at most 2,000 characters. Another one than before is downloaded anew. */
  readonly audioUrl?: string | null | undefined;
}

export interface EpisodeEdit {
  readonly episodeId: string;
  readonly changes: EpisodeChanges;
  /** Who edits, for the note of it. */
  readonly by: string;
}

interface Page {
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}

interface Call {
  readonly signal: AbortSignal;
}

/**
 * What is known of episodes, to be read, searched, edited and deleted. Every method throws `DatabaseUnreachableError` where the
 * database is away, those with a cursor `InvalidCursorError`, and those about one episode `EpisodeNotFoundError`.
 */
export interface EpisodeLibrary {
  /** Those published last first, those without a date at the end. */
  listEpisodes(
    options: EpisodePageOptions,
  ): Promise<{ readonly episodes: readonly EpisodeSummary[]; readonly nextCursor: Cursor | null }>;
  /** Its runs are the ledger's to tell: those of pipeline `episode` with its id as their subject. */
  getEpisode(episode: { readonly episodeId: string }): Promise<Episode>;
  getTranscript(episode: {
    readonly episodeId: string;
    /** Whether to give the times of words. Default: false. */
    readonly words?: boolean | undefined;
  }): Promise<{ readonly language: string | null; readonly segments: readonly TranscriptSegment[] }>;
  /** Throws `TranscriptMissingError`. */
  getTranscriptFile(
    episodeId: string,
    format: 'vtt' | 'text',
  ): Promise<{ readonly name: string; readonly contentType: string; readonly text: string }>;
  /** Throws `AudioMissingError`. */
  getAudio(episodeId: string): Promise<LibraryFile>;
  /** Throws `CoverMissingError`. */
  getCover(episodeId: string): Promise<LibraryFile>;
  /**
   * Puts what a person knows in the place of what was found, notes in `used.fetch_details` which fields that were, and gives
   * the episode as it is then. Only an episode whose newest run failed or was cancelled, or that has no run, can be edited; a
   * run of it that finds the details again replaces them. Throws `EpisodeBusyError` and `EpisodeNotFailedError`.
   */
  editEpisode(edit: EpisodeEdit): Promise<Episode>;
  /**
   * Deletes an episode with all that was made of it. What has to go from outside of the database is noted in the same
   * transaction and tried at once; what is `left` is tried again by `workRemovals`. Throws `EpisodeBusyError` while a run of it
   * is in flight.
   */
  deleteEpisode(
    episode: { readonly episodeId: string },
    call: Call,
  ): Promise<{ readonly episodeId: string; readonly left: readonly Removal[] }>;
  /** What waits longest first. */
  listRemovals(): Promise<{ readonly removals: readonly Removal[] }>;
  /**
   * Tries each once, and gives what is still left. Also removes uploaded files that nobody wanted for a week. Throws the signal's
   * reason, and what the database and the store of files throw.
   */
  workRemovals(call: Call): Promise<readonly Removal[]>;
  searchPassages(question: SearchQuestion, call: Call): Promise<SearchAnswer>;
  /**
   * Removes all vectors, and starts runs that make them anew: the remedy for another embedder or another store. Throws
   * `EmbeddingError` and `VectorStoreError` before anything is removed.
   */
  reindex(options: ReindexOptions, call: Call): Promise<Reindexed>;
  /** Those mentioned most often first. */
  listEntities(
    options: Page & { readonly type?: string | undefined; readonly text?: string | undefined },
  ): Promise<{ readonly entities: readonly EntitySummary[]; readonly nextCursor: Cursor | null }>;
  /** Throws `EntityNotFoundError`. */
  getEntity(options: Page & { readonly entityId: number }): Promise<EntityDetail>;
  /** Throws `LookupMissingError` where no Wikidata was given, and `WikidataError`. */
  lookUpEntity(
    question: { readonly name: string; readonly type?: string | undefined },
    call: Call,
  ): Promise<{ readonly candidates: readonly WikidataCandidate[] }>;
  /** Throws `NotAudioError`, `UploadTooLargeError` and the signal's reason. */
  receiveUpload(
    bytes: AsyncIterable<Uint8Array>,
    options: { readonly name: string; readonly signal: AbortSignal },
  ): Promise<Upload>;
}
