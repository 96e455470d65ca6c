import type { ArtifactSource } from './artifact-store.ts';

/** A file to keep. */
export interface NewArtifact {
  /** What it is to people: `episode.mp3`. */
  readonly name: string;
  /** What it is to programs: `audio`, `screenshot`, `transcript`. */
  readonly kind: string;
  /** MIME type. */
  readonly contentType?: string;
  /** Text, bytes, a stream of bytes, or `{ path }` of a local file, which stays where it is. */
  readonly source: ArtifactSource;
}

/** A file that was kept. Plain data: a step may return it. */
export interface Artifact {
  readonly artifactId: string;
  readonly name: string;
  readonly kind: string;
  readonly contentType: string | null;
  /** Where the store has it. */
  readonly location: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}
