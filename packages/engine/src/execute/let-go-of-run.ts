import { changeRun, type LockedRun, OwnershipLostError } from '@telltale/ledger';
import { cancelRun, pauseRun } from '../settle-run.ts';
import type { ExecutionServices } from './services.ts';
import type { PauseStop, Stop } from './stop.ts';

export interface Holder {
  readonly runId: string;
  readonly owner: string;
  readonly workerId: string;
}

/**
 * Takes a run out of its worker's hands, in DBOS and in the trace, in one transaction: whoever comes after finds it paused,
 * cancelled or queued, and never half of that. A cancel that came meanwhile outranks the rest. Gives what became of it.
 *
 * Throws `OwnershipLostError` if it belongs to somebody else by now.
 */
export async function letGoOfRun(
  { pool, moments }: Pick<ExecutionServices, 'pool' | 'moments'>,
  { runId, owner, workerId }: Holder,
  stop: Exclude<Stop, { readonly kind: 'lost' }>,
  note: string | null,
): Promise<'paused' | 'cancelled' | 'handed-back'> {
  const release = async (run: LockedRun) => {
    if (run.owner !== owner) throw new OwnershipLostError(runId);
    if (stop.kind === 'cancel' || run.control?.control === 'cancel') return await cancel(run, note);
    if (stop.kind === 'hand-back') return await handBack(run, workerId, stop.reason);
    return await pause(run, stop);
  };
  return await changeRun(pool, runId, release, { recorded: moments.recorded });
}

/** Does what somebody had asked of a run whose worker cannot do it any more. `null` if nothing was asked. */
export async function settleAsked(run: LockedRun): Promise<'paused' | 'cancelled' | null> {
  if (run.control === null) return null;
  return run.control.control === 'cancel' ? await cancel(run, null) : await pause(run, { kind: 'pause' });
}

async function pause(run: LockedRun, stop: PauseStop): Promise<'paused'> {
  switch (stop.kind) {
    // Who asked for it, and why, the run's row knows already.
    case 'pause':
      await pauseRun(run, {});
      break;
    case 'refuse':
      await pauseRun(run, { by: 'engine', reason: stop.reason });
      break;
    case 'ask': {
      const { step, key, question } = stop;
      await pauseRun(run, { reason: `step ${step} waits for an answer`, key, question }, step);
      break;
    }
  }
  return 'paused';
}

async function cancel(run: LockedRun, note: string | null): Promise<'cancelled'> {
  await cancelRun(run, note === null ? {} : { reason: note });
  return 'cancelled';
}

async function handBack(run: LockedRun, workerId: string, reason: string): Promise<'handed-back'> {
  const interruptedActions = await run.closeOpen('interrupted');
  await run.append([
    { type: 'run.recovered', data: { fromWorker: workerId, toWorker: null, reason, interruptedActions } },
  ]);
  await run.enqueue({ queue: run.pipeline, refundTry: true });
  return 'handed-back';
}
