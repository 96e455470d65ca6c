import { HEARTBEAT_EVERY_MS, WATCHDOG_EVERY_MS } from '@telltale/core';
import type { ExecutionSettings } from '../execute/services.ts';

/** What a worker can be told; each has a default that suits a server. */
export interface WorkerSettings extends ExecutionSettings {
  /** How often it says that it is alive, in ms. Others give it up after 30,000 without a word. Default: 5,000. */
  readonly heartbeatMs: number;
  /** How often it looks after the runs of workers that are gone and those that are stuck, in ms. Default: 10,000. */
  readonly watchdogMs: number;
  /**
   * How often it looks for runs that wait, in ms. It is told of each at once; this is for one whose notification was lost
   * with a connection. Default: 2,000.
   */
  readonly pollMs: number;
  /** How long items in work may take to finish when it is stopped, in ms, before they are interrupted. Default: 20,000. */
  readonly graceMs: number;
  /**
   * Runs that ended longer ago are removed, with their files, in days; `null` keeps them forever. Give all workers the
   * same: the shortest counts. Default: `null`.
   */
  readonly keepRunsDays: number | null;
}

export const WORKER_DEFAULTS: WorkerSettings = {
  heartbeatMs: HEARTBEAT_EVERY_MS,
  watchdogMs: WATCHDOG_EVERY_MS,
  pollMs: 2_000,
  graceMs: 20_000,
  keepRunsDays: null,
  letGoMs: 10_000,
  maxResultBytes: 8_388_608,
};
