import type { RunExit, WorkerHooks } from '@telltale/engine';
import type { Logger } from './logger.ts';

const LEFT: Readonly<Record<RunExit, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  paused: 'is paused',
  cancelled: 'is cancelled',
  'handed-back': 'went back to its queue',
  lost: 'belongs to another worker now',
};

/** Writes what a worker does into a log: what it says itself, and each run that it takes and leaves. */
export function logHooks(logger: Logger): WorkerHooks {
  return {
    log: ({ level, message, runId, error }) =>
      logger[level]({ ...(runId === undefined ? {} : { runId }), ...(error === undefined ? {} : { error }) }, message),
    runTaken: ({ runId, tries }) => logger.info({ runId, tries }, `Run ${runId} was taken`),
    runLeft: ({ runId, how }) =>
      logger[how === 'failed' ? 'warn' : 'info']({ runId, how }, `Run ${runId} ${LEFT[how]}`),
  };
}
