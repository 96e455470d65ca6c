import type { Moments } from '../execute/services.ts';
import type { LogEntry, WorkerHooks } from './hooks.ts';

/** The worker's hooks for its own use. One that throws or rejects changes nothing; the first time that is logged. */
export function createMoments(hooks: WorkerHooks): Moments {
  const told = new Set<string>();

  function failed(hook: string, error: unknown): void {
    if (told.has(hook)) return;
    told.add(hook);
    const message = `The hook ${hook} failed, which changed nothing; it is not told of again.`;
    if (hook === 'log') process.emitWarning(message);
    else log({ level: 'warn', message, error });
  }

  function call(hook: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      failed(hook, error);
    }
  }

  function log(entry: LogEntry): void {
    call('log', () => hooks.log?.(entry));
  }

  const { recorded } = hooks;
  return {
    log,
    started: (worker) => call('started', () => hooks.started?.(worker)),
    flushed: (flush) => call('flushed', () => hooks.flushed?.(flush)),
    retrying: (retry) => call('retrying', () => hooks.retrying?.(retry)),
    recorded: recorded && ((events) => call('recorded', () => recorded(events))),
    runTaken: (run) => call('runTaken', () => hooks.runTaken?.(run)),
    runLeft: (run) => call('runLeft', () => hooks.runLeft?.(run)),
    itemFinished: (item) => call('itemFinished', () => hooks.itemFinished?.(item)),
    at: (name, runId, step) => {
      let waiting: Promise<void> | undefined;
      call('commitPoint', () => {
        const waited = hooks.commitPoint?.({ name, runId, step: step ?? null });
        if (waited instanceof Promise) waiting = waited.catch((error: unknown) => failed('commitPoint', error));
      });
      return waiting;
    },
  };
}
