import type { RunState } from '@telltale/core';
import type { LockedRun } from '@telltale/ledger';
import { cancelRun, pauseRun } from '../settle-run.ts';
import { type Asked, asked } from './asked.ts';
import { change } from './change.ts';
import { checkAnswer } from './check-answer.ts';
import type { ClientContext } from './context.ts';

/** What became of a run that somebody asked for something. */
export interface ControlResult {
  readonly runId: string;
  /** `pausing` and `cancelling`: its worker has been told, and lets go when it can. */
  readonly state: RunState;
}

export interface ResumeOptions extends Asked {
  /**
   * Answers the question that the run waits with; such a run cannot be resumed without, nor another one with. Any JSON value
   * that fits into an event: texts of up to 2,000 characters, 8 KB in all. It stands in the trace. Default: none.
   */
  readonly answer?: unknown;
}

export async function pause(context: ClientContext, runId: string, options: Asked): Promise<ControlResult> {
  return await change(context, runId, 'pause', async (run) => {
    const data = asked(options);
    if (hasLiveWorker(run)) {
      await run.append([{ type: 'run.pausing', data }]);
      return { runId, state: 'pausing' };
    }
    await pauseRun(run, data);
    return { runId, state: 'paused' };
  });
}

export async function cancel(context: ClientContext, runId: string, options: Asked): Promise<ControlResult> {
  return await change(context, runId, 'cancel', async (run) => {
    const data = asked(options);
    if (hasLiveWorker(run)) {
      await run.append([{ type: 'run.cancelling', data }]);
      return { runId, state: 'cancelling' };
    }
    await cancelRun(run, data);
    return { runId, state: 'cancelled' };
  });
}

export async function resume(
  context: ClientContext,
  runId: string,
  { answer, ...options }: ResumeOptions,
): Promise<ControlResult> {
  return await change(context, runId, 'resume', async (run) => {
    const data = { ...asked(options), ...(answer === undefined ? {} : { answer }) };
    checkAnswer(run, data);
    await run.append([{ type: 'run.resumed', data }]);
    await run.enqueue({ queue: run.pipeline, resetTries: true });
    return { runId, state: 'queued' };
  });
}

/** Who has the run lets go of it himself, and says so. A run in nobody's hands is settled by whoever asks. */
function hasLiveWorker({ workerId, workerIsAlive }: LockedRun): boolean {
  return workerId !== null && workerIsAlive;
}
