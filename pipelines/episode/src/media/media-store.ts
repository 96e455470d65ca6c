import type { ByteRange, OpenArtifact } from '@telltale/engine';

/** A local file that is to be kept. It stays where it is. */
export interface NewMedia {
  readonly path: string;
  /** Of its content, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly signal: AbortSignal;
}

/** A file that somebody sends. */
export interface UploadOptions {
  /** What the sender calls it: for messages, never for a path. */
  readonly name: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface Upload {
  readonly sha256: string;
  readonly bytes: number;
  /** By its content, whatever the sender said. */
  readonly contentType: string;
  /** `false`: the same content was here already. */
  readonly created: boolean;
}

/**
 * The files of the library: audio, and covers. A file is known by its content: the same content is kept once, however many episodes it
 * belongs to. All methods also throw what the artifact store throws.
 */
export interface MediaStore {
  /** Keeps a file, unless it is here already. Throws `MediaChangedError` if it is not the file that was announced. */
  put(media: NewMedia): Promise<void>;
  /** Whether a file is here, and its store still has it. */
  has(sha256: string): Promise<boolean>;
  /** Throws `MediaNotFoundError`, and `InvalidArtifactRangeError` if the range begins past the end. */
  open(sha256: string, range?: ByteRange): Promise<OpenArtifact>;
  /**
   * Gives `use` the path of a copy that is its own and is removed after it: programs read files, and stores need not have
   * any. Throws `MediaNotFoundError`, and the signal's reason.
   */
  withFile<T>(sha256: string, use: (path: string) => Promise<T>, options: { readonly signal: AbortSignal }): Promise<T>;
  /** Keeps what somebody sends. Throws `NotAudioError`, `UploadTooLargeError`, and the signal's reason: then nothing is left. */
  receiveUpload(stream: AsyncIterable<Uint8Array>, options: UploadOptions): Promise<Upload>;
  /** Removes a file, unless an episode has it, or somebody wanted it since `unwantedSince` (default: whenever that was). */
  remove(sha256: string, options?: { readonly unwantedSince?: Date }): Promise<void>;
}
