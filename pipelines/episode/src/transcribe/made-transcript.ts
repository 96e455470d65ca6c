import type { Transcript } from '@telltale/speech';

/** A transcript, and where it is from. */
export interface MadeTranscript {
  readonly transcript: Transcript;
  /** For people: `the publisher's transcript (VTT)`, `whisper.cpp (ggml-base)`. */
  readonly with: string;
  /** Why it is from there, and not from a better place: clauses. */
  readonly why: string;
}
