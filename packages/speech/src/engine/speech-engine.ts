import type { Transcript } from '../transcript/transcript.ts';

/** A piece of audio that an engine is given: a local file that it may read as often as it likes. */
export interface SpeechInput {
  /** In a format that the engine `takes`. */
  readonly path: string;
  readonly durationS: number;
  /** ISO 639-1, if it is known. */
  readonly language: string | null;
  /** Ends the work, native code included; then `transcribe` rejects with its reason. */
  readonly signal: AbortSignal;
  /** Told how many seconds of this piece are done; never more than `durationS`, never less than before. */
  readonly onProgress?: (doneS: number) => void;
}

/** Something that turns speech into text. */
export interface SpeechEngine {
  readonly kind: 'api' | 'whisper' | 'pocketsphinx';
  /** For people: `whisper.cpp (ggml-base.en)`, `whisper-1 at api.openai.com`. Never credentials. */
  readonly description: string;
  /** `wav`: 16 kHz, mono, 16 bits. `compressed`: MP3 of at most `maxBytes`. */
  readonly takes: { readonly format: 'wav' } | { readonly format: 'compressed'; readonly maxBytes: number };
  /** ISO 639-1 codes of the only languages that it understands; `null`: it decides for itself, or any. */
  readonly languages: readonly string[] | null;
  /** Longest piece that it is given, in seconds. What is longer is cut at silences. */
  readonly maxPieceS: number;
  /**
   * Makes sure that everything is there, and fetches what is missing: a model, once. What it fetches it tells in bytes. Throws
   * `SpeechEngineError`, `SpeechModelError`, and the signal's reason. Default: nothing is needed.
   */
  prepare?(how: PrepareOptions): Promise<void>;
  /** Times count from the beginning of the piece. Throws `SpeechEngineError`, and the signal's reason. */
  transcribe(input: SpeechInput): Promise<Transcript>;
}

export interface PrepareOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}
