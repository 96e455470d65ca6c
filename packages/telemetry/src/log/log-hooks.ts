import type { RunExit, WorkerHooks } from '@telltale/engine';
import { type EventHandlers, handleEvent } from '../event-handlers.ts';
import type { Logger } from './logger.ts';

const LEFT: Readonly<Record<Exclude<RunExit, 'failed'>, string>> = {
  succeeded: 'succeeded',
  paused: 'is paused',
  cancelled: 'is cancelled',
  'handed-back': 'went back to its queue',
  lost: 'belongs to another worker now',
};

/** Of a failure the event says why, which the moment at which the run is left does not. */
const TOLD: EventHandlers<{ readonly logger: Logger; readonly runId: string }> = {
  'run.failed': ({ logger, runId }, data) =>
    logger.warn({ runId, how: 'failed', error: data().error }, `Run ${runId} failed`),
};

/** Writes what a worker does into a log: what it says itself, and each run that it takes and leaves. */
export function logHooks(logger: Logger): WorkerHooks {
  return {
    log: ({ level, message, runId, error }) =>
      logger[level]({ ...(runId === undefined ? {} : { runId }), ...(error === undefined ? {} : { error }) }, message),
    runTaken: ({ runId, tries }) => logger.info({ runId, tries }, `Run ${runId} was taken`),
    recorded: ({ runId, events }) => {
      for (const event of events) handleEvent(TOLD, { logger, runId }, event);
    },
    runLeft: ({ runId, how }) => {
      if (how !== 'failed') logger.info({ runId, how }, `Run ${runId} ${LEFT[how]}`);
    },
  };
}
