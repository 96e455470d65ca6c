/** What a file says of itself. Everything is as it stands in its tags, and may be wrong. */
export interface MediaTags {
  readonly title: string | null;
  /** The album, which is where podcasts put the name of the show. */
  readonly show: string | null;
  readonly artist: string | null;
  /** As it stands there: often only a year. */
  readonly date: string | null;
  /** As it stands there: mostly ISO 639-2 (`eng`), which has three letters. */
  readonly language: string | null;
  /** In order of time; empty if there are none. */
  readonly chapters: readonly MediaChapter[];
}

export interface MediaChapter {
  /** Seconds from the beginning. */
  readonly startS: number;
  readonly title: string;
  readonly url: string | null;
}

/** How loud it is. `null`: it is silent, or nothing here can measure it. */
export interface Loudness {
  /** By EBU R 128. */
  readonly integratedLufs: number | null;
  /** dBTP. */
  readonly truePeakDb: number | null;
  /** How much of it is quieter than −50 dBFS, 0 to 1. */
  readonly silentShare: number;
}

/** What is in a file, found out by decoding all of it. */
export interface AudioFacts {
  /** As ffmpeg calls it, such as `mp3` or `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string;
  readonly codec: string;
  /** What can be played, in seconds. */
  readonly durationS: number;
  /** What the file claims, in seconds; `null` if it claims nothing. */
  readonly claimedDurationS: number | null;
  /** It claims more than it holds: its end is missing. */
  readonly truncated: boolean;
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Bits a second. */
  readonly bitrate: number;
  readonly tags: MediaTags;
  readonly loudness: Loudness;
  /** It shows moving pictures; cover art does not count. */
  readonly hasVideo: boolean;
}
