import type { ENDPOINTS, EndpointName, TRANSCRIPT_FORMATS, Unchanging } from '@telltale/api';
import type { ByteRange, OpenArtifact } from '@telltale/engine/artifacts';
import type { Client } from '@telltale/engine/client';
import type { z } from 'zod';
import type { EndpointHandler } from '../routes/endpoint-handler.ts';

/** What the server tells of episodes. It knows no pipeline: whoever starts it hands it a library of this form. */
export interface Library extends Readings {
  /** Throws `episode_not_found` and `audio_missing`. */
  getAudio(episodeId: string): Promise<LibraryFile>;
  /** Throws `episode_not_found` and `cover_missing`. */
  getCover(episodeId: string): Promise<LibraryFile>;
  /** Throws `episode_not_found` and `transcript_missing`. */
  getTranscriptFile(episodeId: string, format: (typeof TRANSCRIPT_FORMATS)[number]): Promise<TranscriptFile>;
  /**
   * Corrects what is known of an episode, in the name of `by`. Throws `episode_not_found`, `episode_busy` and
   * `episode_not_failed`.
   */
  editEpisode(edit: {
    readonly episodeId: string;
    readonly changes: Parameters<EndpointHandler<'editEpisode'>>[0]['body'];
    readonly by: string;
  }): Promise<Answer<'editEpisode'>>;
  /**
   * Removes all vectors, and starts runs that make them anew, in the name of `by`. Throws `embedding_failed` and
   * `vector_store_failed`.
   */
  reindex(
    options: { readonly by: string; readonly client: Client },
    call: { readonly signal: AbortSignal },
  ): Promise<Answer<'reindex'>>;
  /** Keeps a file of which somebody sends the bytes. Throws `not_audio`, `upload_too_large` and the signal's reason. */
  receiveUpload(
    bytes: AsyncIterable<Uint8Array>,
    options: { readonly name: string; readonly signal: AbortSignal },
  ): Promise<ReceivedUpload>;
}

interface LibraryFile {
  /** For whoever saves it. */
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  open(range?: ByteRange): Promise<OpenArtifact>;
}

interface TranscriptFile {
  readonly name: string;
  readonly contentType: string;
  readonly text: string;
}

interface ReceivedUpload {
  readonly sha256: string;
  readonly bytes: number;
  readonly contentType: string;
  /** `false`: it was there already. */
  readonly created: boolean;
}

/** The endpoints that a library answers by itself, with a method of the same name. */
export type ReadingName =
  | 'listEpisodes'
  | 'getEpisode'
  | 'getTranscript'
  | 'deleteEpisode'
  | 'listRemovals'
  | 'searchPassages'
  | 'listEntities'
  | 'getEntity'
  | 'lookUpEntity';

/** Path and query together: no name is in both. Both were checked by the endpoint's schemas. */
type Asked<N extends EndpointName> = Unchanging<
  Parameters<EndpointHandler<N>>[0]['params'] & Parameters<EndpointHandler<N>>[0]['query']
>;

/** The answer as the endpoint's schema has it, but for `stale`, which is the server's to say. */
type Answer<N extends EndpointName> = (typeof ENDPOINTS)[N] extends { readonly result: infer S extends z.ZodType }
  ? Unchanging<Omit<z.output<S>, 'stale'>>
  : never;

type Readings = {
  readonly [N in ReadingName]: (asked: Asked<N>, options: { readonly signal: AbortSignal }) => Promise<Answer<N>>;
};
