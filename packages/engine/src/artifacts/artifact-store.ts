import type { Readable } from 'node:stream';

/**
 * What an artifact is made from: text (stored as UTF-8), bytes, a stream of bytes, or a local file, which stays where
 * it is. A stream is read once and never held in memory as a whole. A `Readable` and the body of a `fetch` response are
 * such streams.
 */
export type ArtifactSource = string | Uint8Array | AsyncIterable<Uint8Array> | { readonly path: string };

export interface PutArtifact {
  readonly runId: string;
  /** MIME type, for stores that keep one beside the file. */
  readonly contentType?: string;
  readonly source: ArtifactSource;
  /** Ends the transfer: `put` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface StoredArtifact {
  /** `<runId>/<sha256>`. */
  readonly location: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A part of a file, as HTTP counts: both ends are within it. */
export interface ByteRange {
  /** The first byte, from 0. */
  readonly start: number;
  /** The last byte. One past the end of the file means its last. Default: the last. */
  readonly end?: number;
}

export interface OpenArtifact {
  /** Read it to its end, or destroy it: it holds a file or a connection open. */
  readonly stream: Readable;
  /** Of the whole file. */
  readonly bytes: number;
  /** What the stream gives, if a range was asked for; else `null`, and it gives everything. */
  readonly range: Required<ByteRange> | null;
}

/**
 * Where the files of runs are. A file belongs to one run and is found by what is in it, so storing the same content
 * again, as a step that runs once more does, makes no second copy. `docs/artifacts.md` says how to write a store.
 *
 * Every method can reject with `ArtifactStoreError`; those that take a location also with
 * `InvalidArtifactLocationError`.
 */
export interface ArtifactStore {
  /** For people: `local folder /data`, `S3 bucket recordings`. Never credentials. */
  readonly description: string;
  /**
   * Stores all of `source`. The file is complete and durable when this resolves, and nobody sees anything of it
   * before. If it rejects, nothing is left behind; only the whole file may be in its place, if the connection was lost
   * or the signal aborted at the very end. Rejects with the source's own error if that throws, with
   * `InvalidArtifactSourceError` if it cannot be read.
   */
  put(artifact: PutArtifact): Promise<StoredArtifact>;
  /** Rejects with `ArtifactNotFoundError`, and with `InvalidArtifactRangeError` if the range begins past the end. */
  open(location: string, range?: ByteRange): Promise<OpenArtifact>;
  /** The file's size, or `null` if there is none. */
  stat(location: string): Promise<{ readonly bytes: number } | null>;
  /** Removes the file, if it is there. */
  remove(location: string): Promise<void>;
  /**
   * Rejects with an `ArtifactStoreError` that says what to do if a file could not be stored now. For the start of a
   * program and for its health check.
   */
  check(): Promise<void>;
}
