export interface StopOptions {
  /** How long items in work may take to finish, in ms. Default: the setting. */
  readonly graceMs?: number;
}

/** A process's part in executing runs: takes them from the queues of its pipelines, and looks after those of all workers. */
export interface Worker extends AsyncDisposable {
  readonly id: string;
  readonly state: 'working' | 'stopping' | 'stopped';
  /** The runs that it has in hand. */
  readonly running: readonly { readonly runId: string; readonly pipeline: string }[];
  /**
   * Takes no more runs, lets those in hand come to their next boundary, hands them back to their queues, and closes
   * everything. Takes `graceMs` and a few seconds more at most, and never rejects: what could not be done is logged, and
   * after half a minute another worker does it. A second call waits for the first.
   */
  stop(options?: StopOptions): Promise<void>;
  /** Stops on SIGTERM or SIGINT; a second one ends the process at once. Gives what takes that back. For a `main` to call. */
  handleSignals(): () => void;
}
