/** One word of a transcript. Times in seconds from the beginning of the audio. */
export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** 0 to 1, where the engine says so. */
  readonly confidence?: number;
}

/** A stretch of speech, such as a sentence. Times in seconds from the beginning of the audio. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Who speaks, if that is known. */
  readonly speaker?: string;
  /** Where the source gives them. */
  readonly words?: readonly Word[];
}

/** What is said in a piece of audio, in the order in which it is said. Plain data. */
export interface Transcript {
  readonly segments: readonly Segment[];
  /** ISO 639-1, or `null` if the source does not say. */
  readonly language: string | null;
}
