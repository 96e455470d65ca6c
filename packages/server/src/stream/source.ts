import type { StreamEnd } from '@telltale/api';

/** What one client is told, piece by piece, beside what every client is told. */
export interface Source {
  /** What comes next: bytes, or the end. `null`: nothing at present, and `wake` is called when that may have changed. */
  next(): Uint8Array | StreamEnd | null;
  /** Nobody takes anything any more. */
  close(): void;
}

/** Begins to follow. `wake` makes the client's stream ask for `next` again, if it takes something at that moment. */
export type OpenSource = (wake: () => void) => Source;
