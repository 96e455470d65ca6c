import { collectGarbage, prune } from '@telltale/ledger';
import type { Pool } from 'pg';
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import type { LogEntry } from '../hooks.ts';
import { Loop } from '../loop.ts';
import type { Troubles } from '../troubles.ts';
import { alone } from './alone.ts';

export interface RetentionOptions {
  readonly pool: Pool;
  readonly artifacts: ArtifactStore;
  readonly keepRunsDays: number;
  readonly log: (entry: LogEntry) => void;
  readonly troubles: Troubles;
}

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
const FILES_AT_ONCE = 100_000;

/** Removes, every hour, the runs that ended longer ago than they are to be kept, and their files. */
export function createRetention({ pool, artifacts, keepRunsDays, log, troubles }: RetentionOptions): Loop {
  async function clear(signal: AbortSignal): Promise<void> {
    const endedBefore = new Date(Date.now() - keepRunsDays * DAY_MS).toISOString();
    const { runs } = await prune(pool, { endedBefore, signal });
    const { removed, failed } = await collectGarbage(pool, {
      remove: (location) => artifacts.remove(location),
      limit: FILES_AT_ONCE,
      signal,
      onProblem: (error) => log({ level: 'warn', message: `${error.message} It is tried again in an hour.`, error }),
    });
    if (runs + removed + failed === 0) return;
    const files = `${removed} of their files${failed === 0 ? '' : `; ${failed} could not be`}`;
    log({
      level: 'info',
      message: `${runs} runs that ended more than ${keepRunsDays} days ago were removed, and ${files}.`,
    });
  }
  const round = (signal: AbortSignal) => alone(pool, 'retention', () => clear(signal));
  return new Loop({ name: 'Removing old runs', everyMs: EVERY_MS, round, troubles });
}
