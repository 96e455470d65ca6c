import type { RunExit } from '@telltale/engine';

/** What a worker's or DBOS's process says. */
export type FromProcess =
  | { type: 'ready' }
  | { type: 'cpu'; microseconds: number }
  /** By a worker's: it has nothing more to do with a run. */
  | { type: 'left'; how: RunExit }
  /** By DBOS's: a workflow's body has begun, by the machine's clock. */
  | { type: 'began'; atMs: number };

export type ToProcess = { type: 'cpu' } | { type: 'stop' };
