import { describeVerdict, type VerdictOf } from '@telltale/core';
import { changeRun, type LockedRun, type RunSummary } from '@telltale/ledger';
import { settleAsked } from '../../execute/let-go-of-run.ts';
import { MAX_TRIES } from '../../pipeline/define-pipeline.ts';
import { eachRun } from './each-run.ts';
import type { WatchdogServices } from './services.ts';

const LIMIT = 500;

/**
 * Takes runs that are stuck from their workers and puts them back into their queue. The worker is told, and lets go. One
 * that has used up its tries is put there, too: whoever takes it then ends it, with all that is known of its failure.
 */
export async function freeStuckRuns(services: WatchdogServices, signal: AbortSignal): Promise<void> {
  const { pool, reader, moments } = services;
  const { runs } = await reader.listRuns({ verdict: ['stuck'], limit: LIMIT });
  const free = async (seen: RunSummary): Promise<void> => {
    const { verdict } = seen;
    if (verdict.name !== 'stuck' || !wasHeldFor(seen, verdict.thresholdMs)) return;
    const message = await changeRun(pool, seen.runId, (run) => freeRun(run, seen, verdict, services), {
      signal,
      recorded: moments.recorded,
    });
    if (message !== null) moments.log({ level: 'warn', message, runId: seen.runId });
  };
  await eachRun(runs, free, signal);
}

/** Of one that was just taken from a queue in which it had waited for long, the start may not be on record yet. */
function wasHeldFor({ asOf, startedAt }: RunSummary, ms: number): boolean {
  return startedAt !== null && Date.parse(asOf) - Date.parse(startedAt) > ms;
}

/** What was done, for the log; `null` if it has moved since it was seen, or its worker is gone, which is another matter. */
async function freeRun(
  run: LockedRun,
  seen: RunSummary,
  { silentMs, thresholdMs }: VerdictOf<'stuck'>,
  { pipelines }: WatchdogServices,
): Promise<string | null> {
  if (!run.workerIsAlive || run.tries !== seen.tries || run.advancedAt !== seen.advancedAt) return null;
  const message = describeVerdict(seen.verdict, { facts: seen, estimate: null, now: Date.parse(seen.asOf) });
  const place = `Run ${run.runId} on worker ${run.workerId}: ${message}`;
  const settled = await settleAsked(run);
  await tellWorker(run);
  if (settled !== null) return `${place}. It is ${settled}, as was asked.`;
  const maxTries = pipelines.get(run.pipeline)?.maxTries ?? MAX_TRIES;
  const decision = run.tries < maxTries ? 'requeued' : 'failed';
  await run.closeOpen('interrupted');
  await run.append([
    {
      type: 'run.stuck',
      ...(run.step === null ? {} : { step: run.step.name }),
      data: { silentMs, thresholdMs, decision, message },
    },
  ]);
  await run.enqueue({ queue: run.pipeline });
  return decision === 'requeued'
    ? `${place}. It goes back to its queue (try ${run.tries} of ${maxTries} is over).`
    : `${place}. It fails: its ${maxTries} tries are used up.`;
}

/** With the commit: whoever works on it has lost it. */
async function tellWorker(run: LockedRun): Promise<void> {
  await run.transaction.query("SELECT pg_notify('telltale_control', $1)", [run.runId]);
}
