import type { RecordedEvents, RecorderHooks, RecorderState } from '@telltale/ledger';

/** Moments of a worker that tests, logs and metrics may want to know of. A throwing hook changes nothing. */
export interface WorkerHooks extends Pick<RecorderHooks, 'flushed' | 'retrying'> {
  /** The worker is about to take runs. `recorder.state` says at any time how its writing goes. */
  started?(worker: { readonly workerId: string; readonly recorder: { readonly state: RecorderState } }): void;
  /** A line for the worker's own log: what an operator should know that belongs to no run's trace, or to both. */
  log?(entry: LogEntry): void;
  runTaken?(run: { readonly runId: string; readonly tries: number }): void;
  /** This worker has nothing more to do with the run: it ended, paused, was cancelled, handed back, or lost. */
  runLeft?(run: { readonly runId: string; readonly how: RunExit }): void;
  /**
   * Events are committed that this worker wrote, of runs in its own hands or, as watchdog, of others. Told for every flush:
   * it should be quick, and costs nothing where it is not given.
   */
  recorded?(recorded: RecordedEvents): void;
  /** An item's end is committed. */
  itemFinished?(item: { readonly runId: string; readonly step: string; readonly key: string }): void;
  /** A moment at which a crash must lose nothing; see `COMMIT_POINTS`. Tests await it, and kill the process there. */
  commitPoint?(point: {
    readonly name: CommitPoint;
    readonly runId: string;
    readonly step: string | null;
  }): void | Promise<void>;
}

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly runId?: string;
  readonly error?: unknown;
}

export type RunExit = 'succeeded' | 'failed' | 'paused' | 'cancelled' | 'handed-back' | 'lost';

/** The moments before and after which a process may die. */
export const COMMIT_POINTS = [
  'before-run-start',
  'after-run-start',
  'before-step-start',
  'after-step-start',
  'before-action-start',
  'after-action-start',
  'before-action-end',
  'after-action-end',
  'before-item-end',
  'after-item-end',
  'before-step-end',
  'after-step-end',
  'before-let-go',
  'after-let-go',
  'before-run-end',
  'after-run-end',
  'before-takeover',
  'after-takeover',
] as const;
export type CommitPoint = (typeof COMMIT_POINTS)[number];
