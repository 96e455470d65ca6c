/** What a worker's process is given, as JSON. */
export interface HourOrder {
  readonly url: string;
  readonly path: string;
  readonly folder: string;
  /** How many times faster than real time a made-up engine is; `null`: PocketSphinx. */
  readonly timesRealTime: number | null;
}

/** Memory in use at one time, in bytes. */
export interface MemorySample {
  /** Of the worker's own process. */
  readonly rss: number;
  /** Of what it has started. */
  readonly programs: number;
}

export type FromHourProcess =
  | { type: 'ready' }
  /** The engine is given a piece. */
  | { type: 'piece'; startMs: number }
  /** Since the first piece, twice a second. */
  | { type: 'memory'; samples: readonly MemorySample[] };

export type ToHourProcess = { type: 'memory' };
