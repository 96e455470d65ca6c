import type { WorkerHooks } from '@telltale/engine';

/** What goes to an OpenTelemetry collector. */
export interface Telemetry {
  /** For `createWorker`: makes spans and log records of what its runs do, from the events that it has committed. */
  readonly hooks: WorkerHooks;
  /** For `createWorker`: writes into each run's trace where its spans are. */
  readonly traceIdOf: (runId: string) => string;
  /** Sends what is left, for 5 seconds at most. Never rejects. */
  shutdown(): Promise<void>;
}
