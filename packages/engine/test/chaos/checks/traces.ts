import { emptyRunView, type RunView, reduceAll } from '@telltale/core';
import type { RunEvidence } from '../evidence.ts';
import type { Check } from './check.ts';
import { faultsOfTrace } from './grammar.ts';

export const tracesAreGapless: Check = {
  name: 'every trace counts from 1 without a gap',
  *find({ runs }) {
    for (const { runId, events, summary } of runs) {
      const gap = events.findIndex(({ seq }, index) => seq !== index + 1);
      if (gap >= 0) yield `${runId}: event ${gap + 1} has seq ${events[gap]?.seq}`;
      if (events.length !== summary.lastSeq)
        yield `${runId} has ${events.length} events, and its last seq is ${summary.lastSeq}`;
    }
  },
};

export const tracesMakeSense: Check = {
  name: 'what begins in a trace ends there, once, and nothing else does',
  *find({ runs }) {
    for (const { runId, events } of runs) for (const fault of faultsOfTrace(events)) yield `${runId}: ${fault}`;
  },
};

const STATE_OF_STATUS: Readonly<Record<string, string>> = {
  SUCCESS: 'succeeded',
  ERROR: 'failed',
  CANCELLED: 'cancelled',
};

export const tracesAgree: Check = {
  name: 'a trace tells what the tables and DBOS say',
  *find({ runs, facts }) {
    const acknowledged = new Map<string, Set<string>>();
    for (const fact of facts) {
      if (fact.type !== 'item-acknowledged') continue;
      acknowledged.set(fact.run, (acknowledged.get(fact.run) ?? new Set()).add(fact.key));
    }
    for (const run of runs) {
      const view = reduceAll(emptyRunView(run.runId), run.events);
      yield* disagreements(run, view);
      const told = new Set(
        run.events.flatMap(({ type, item }) => (/^item\.(succ|fail|skip)/.test(type) ? [item] : [])),
      );
      for (const key of acknowledged.get(run.runId) ?? []) {
        if (!told.has(key)) yield `${run.runId}: ${key} was acknowledged, and no event tells of its end`;
      }
    }
  },
};

function* disagreements({ runId, summary, dbos, attempts, events }: RunEvidence, view: RunView): Iterable<string> {
  const differ = (what: string, trace: unknown, table: unknown) =>
    JSON.stringify(trace) === JSON.stringify(table)
      ? []
      : [`${runId}: ${what} is ${JSON.stringify(trace)} by the trace, and ${JSON.stringify(table)} by the table`];
  yield* differ('its state', view.state, summary.state);
  yield* differ('its state in DBOS', view.state, STATE_OF_STATUS[dbos?.status] ?? dbos?.status);
  yield* differ('its last step', view.currentStep, summary.step?.name ?? null);
  yield* differ('its open actions', view.openActions.length, summary.openActions);
  for (const step of view.steps) {
    const last = attempts.findLast((attempt) => attempt.step === step.name);
    const { total, done, failed, skipped } = step.counts;
    const counts = { total, done, failed, skipped };
    if (step.name === summary.step?.name) {
      const { total, done, failed, skipped } = summary.step.counts;
      yield* differ(`the counts of ${step.name}`, counts, { total, done, failed, skipped });
      yield* differ(`the attempt of ${step.name}`, step.attempt, summary.step.attempt);
    }
    if (last === undefined) {
      if (step.state !== 'pending' && step.state !== 'kept')
        yield `${runId}: ${step.name} is ${step.state} by the trace, and has no attempt`;
      continue;
    }
    // A step that was let go of between two attempts is stopped; the attempt had failed.
    const wasResting = events.findLast((event) => event.step === step.name && event.type.startsWith('step.'));
    const outcome = wasResting?.type === 'step.retrying' && last.outcome === 'failed' ? 'stopped' : last.outcome;
    yield* differ(`the state of ${step.name}`, step.state, outcome);
    yield* differ(`the attempt of ${step.name}`, step.attempt, last.attempt);
    if (last.total !== null) {
      yield* differ(`the counts of attempt ${last.attempt} of ${step.name}`, counts, {
        total: last.total,
        done: last.done,
        failed: last.failed,
        skipped: last.skipped,
      });
    }
  }
}
