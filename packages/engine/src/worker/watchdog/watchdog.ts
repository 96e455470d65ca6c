import { Loop } from '../loop.ts';
import { alone } from './alone.ts';
import { recoverOrphans } from './orphans.ts';
import type { WatchdogServices } from './services.ts';
import { freeStuckRuns } from './stuck-runs.ts';
import { UnattendedQueues } from './unattended-queues.ts';

/**
 * Looks after the runs of all workers: moves those of dead ones, and those that are stuck, and says where runs wait for
 * nobody. Every worker has one; no two look at the same time.
 */
export function createWatchdog(services: WatchdogServices, everyMs: number): Loop {
  const { pool, troubles } = services;
  const unattended = new UnattendedQueues(services);
  const parts: readonly (readonly [name: string, round: (signal: AbortSignal) => Promise<void>])[] = [
    ['Moving the runs of dead workers', (signal) => recoverOrphans(services, signal)],
    ['Freeing stuck runs', (signal) => freeStuckRuns(services, signal)],
    ['Looking for queues without workers', () => unattended.look()],
  ];
  return new Loop({
    name: 'The watchdog',
    everyMs,
    troubles,
    round: (signal) =>
      alone(pool, 'watchdog', async () => {
        for (const [name, round] of parts) {
          if (!signal.aborted) await troubles.watch(name, () => round(signal));
        }
      }),
  });
}
