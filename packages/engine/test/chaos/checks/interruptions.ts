import type { RunEvidence } from '../evidence.ts';
import type { HeldRun } from '../facts.ts';
import type { Check } from './check.ts';

/** What becomes of a run that loses its worker. */
const TELLING: readonly string[] = ['run.recovered', 'run.paused', 'run.cancelled'];

export const interruptionsAreTold: Check = {
  name: 'a run whose worker was killed or frozen tells of it',
  *find({ runs, facts }) {
    for (const fact of facts) {
      if (fact.type !== 'given-up') continue;
      for (const held of fact.held) {
        const run = runs.find(({ runId }) => runId === held.run);
        const fault = run === undefined ? 'is not there' : silenceOf(run, held, fact.worker);
        if (fault !== null)
          yield `${held.run}, which ${fact.worker} held when it was given up (event ${held.lastSeq}), ${fault}`;
      }
    }
  },
};

export const nobodyElseLosesRuns: Check = {
  name: 'a run is taken only from a worker that was given up',
  *find({ runs, facts }) {
    const givenUp = new Set(facts.flatMap((fact) => (fact.type === 'given-up' ? [fact.worker] : [])));
    for (const { runId, events } of runs) {
      for (const { seq, type, data } of events) {
        if (type !== 'run.recovered') continue;
        const { fromWorker, reason } = data as { readonly fromWorker: string; readonly reason: string };
        // A worker may give a run back itself, and says so.
        if (givenUp.has(fromWorker) || reason.includes(fromWorker) || reason.startsWith('this worker')) continue;
        yield `${runId} was taken from ${fromWorker} (event ${seq}): ${reason}`;
      }
    }
  },
};

/** Its worker may still have had a statement under way: one that told of its start, or that ended it in DBOS. */
function silenceOf({ events, dbos }: RunEvidence, { lastSeq }: HeldRun, worker: string): string | null {
  const next = events.find(
    ({ seq, type, data }) =>
      seq > lastSeq &&
      (TELLING.includes(type) ||
        (type === 'run.started' && (data as { readonly workerId: string }).workerId !== worker)),
  );
  if (next === undefined) {
    return dbos.executor === worker && dbos.status !== 'PENDING' ? null : 'tells nothing of it';
  }
  if (next.type === 'run.started') return `only started again (event ${next.seq})`;
  const from = (next.data as { readonly fromWorker?: string }).fromWorker;
  return from === undefined || from === worker ? null : `is said to have been with ${from} (event ${next.seq})`;
}
