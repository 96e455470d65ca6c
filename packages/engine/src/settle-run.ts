import type { EventData } from '@telltale/core';
import type { LockedRun } from '@telltale/ledger';

/** Pauses a run for whoever has it in hand, or that nobody has: what is open ends, and it is out of every queue. */
export async function pauseRun(
  run: LockedRun,
  data: EventData<'run.paused'>,
  step: string | null = null,
): Promise<void> {
  await run.closeOpen('paused');
  await run.append([{ type: 'run.paused', step, data }]);
  await run.cancel();
}

/** Cancels a run in the same way. */
export async function cancelRun(run: LockedRun, data: EventData<'run.cancelled'>): Promise<void> {
  await run.closeOpen('cancelled');
  await run.append([{ type: 'run.cancelled', data }]);
  await run.cancel();
}
