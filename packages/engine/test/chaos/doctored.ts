import type { TraceEvent } from '@telltale/core';
import type { CheckName } from './checks/index.ts';
import { type Evidence, type RunEvidence, sourceOf } from './evidence.ts';
import type { Fact, FactOf } from './facts.ts';

type Doctor = (evidence: Evidence) => Evidence;

/** A worker that there was not, so that nobody froze it either. */
const STRANGER = 'worker-0.1';

/** For each check what makes it find something: the evidence of a round in which all is well, with one thing wrong. */
export const DOCTORED: Readonly<Record<CheckName, Doctor>> = {
  everySubjectSucceeds: (evidence) => withStories(evidence, (story) => ({ ...story, runs: story.runs.slice(0, -1) })),
  resultsAreRight: (evidence) =>
    withStories(evidence, (story) => ({
      ...story,
      runs: story.runs.map((run) =>
        run.end?.state === 'succeeded' ? { ...run, end: { ...run.end, result: {} } } : run,
      ),
    })),
  runsEndAsAsked: (evidence) => {
    const cancelled = withStories(evidence, (story) => ({
      ...story,
      runs: story.runs.map((run) => ({ ...run, end: { state: 'cancelled' } })),
    }));
    return withFacts(cancelled, (facts) => facts.filter(({ type }) => type !== 'asked'));
  },
  requestsAreHeeded: (evidence) =>
    withFacts(evidence, (facts) => [
      ...facts,
      { type: 'asked', worker: STRANGER, run: succeeded(evidence).runId, control: 'cancel', state: 'cancelling' },
    ]),
  nothingIsOpen: (evidence) =>
    withRun(evidence, (run) => ({ ...run, dbos: { ...run.dbos, status: 'PENDING' }, attempts: open(run.attempts) })),
  acknowledgedItemsAreKept: (evidence) => withRun(evidence, (run) => ({ ...run, items: run.items.slice(1) })),
  noItemRunsAgain: (evidence) => withFacts(evidence, (facts) => [...facts, lastOf(facts, 'item-began')]),
  triesAreInOrder: (evidence) => withFacts(evidence, (facts) => [...facts, lastOf(facts, 'item-began')]),
  finishedStepsHaveAllItems: (evidence) => withRun(evidence, (run) => ({ ...run, items: run.items.slice(1) })),
  retriedRunsKeepItems: (evidence) => ({
    ...evidence,
    facts: [...evidence.facts, ...evidence.runs.flatMap(firstItemAgain)],
  }),
  recordedStepsStand: (evidence) =>
    withFacts(evidence, (facts) => [...facts, { ...lastOf(facts, 'step-began'), step: 'plain' }]),
  actionsAreOnRecord: (evidence) => withoutEvents(evidence, 'action.started'),
  finishedAgentsDidAll: (evidence) => withoutEvents(evidence, 'action.finished'),
  tracesAreGapless: (evidence) => withRun(evidence, (run) => ({ ...run, events: run.events.slice(0, -1) })),
  tracesMakeSense: (evidence) => withoutEvents(evidence, 'step.started'),
  tracesAgree: (evidence) => withoutEvents(evidence, 'run.succeeded'),
  interruptionsAreTold: (evidence) =>
    withFacts(evidence, (facts) => [
      ...facts,
      { type: 'given-up', worker: STRANGER, held: [{ run: succeeded(evidence).runId, lastSeq: 2 }] },
    ]),
  nobodyElseLosesRuns: (evidence) => withFacts(evidence, (facts) => facts.filter(({ type }) => type !== 'given-up')),
  everyRowHasItsRun: (evidence) => ({ ...evidence, orphans: { ...evidence.orphans, item: 1 } }),
  nothingElseWentWrong: (evidence) => ({ ...evidence, problems: ['worker-1 ended by itself'] }),
};

function withStories(
  evidence: Evidence,
  change: (story: Evidence['stories'][number]) => Evidence['stories'][number],
): Evidence {
  return { ...evidence, stories: evidence.stories.map(change) };
}

/** Changes a run that succeeded. */
function withRun(evidence: Evidence, change: (run: RunEvidence) => RunEvidence): Evidence {
  const one = succeeded(evidence);
  return { ...evidence, runs: evidence.runs.map((run) => (run === one ? change(run) : run)) };
}

function succeeded({ runs }: Evidence): RunEvidence {
  const run = runs.find(({ summary }) => summary.state === 'succeeded');
  if (run === undefined) throw new Error('no run has succeeded');
  return run;
}

function withoutEvents(evidence: Evidence, ...types: readonly TraceEvent['type'][]): Evidence {
  const runs = evidence.runs.map((run) => ({ ...run, events: run.events.filter(({ type }) => !types.includes(type)) }));
  return { ...evidence, runs };
}

function withFacts(evidence: Evidence, change: (facts: readonly Fact[]) => readonly Fact[]): Evidence {
  return { ...evidence, facts: change(evidence.facts) };
}

function lastOf<Type extends Fact['type']>(facts: readonly Fact[], type: Type): FactOf<Type> {
  const last = facts.findLast((fact) => fact.type === type);
  if (last === undefined) throw new Error(`nobody told of ${type}`);
  return { ...(last as FactOf<Type>), worker: STRANGER };
}

function open(attempts: RunEvidence['attempts']): RunEvidence['attempts'] {
  return attempts.map((attempt) => ({ ...attempt, outcome: null }));
}

/** An item that a run had done, in a run that goes on from it. */
function firstItemAgain({ runId, items }: RunEvidence, _: number, runs: readonly RunEvidence[]): readonly Fact[] {
  const next = runs.find((run) => sourceOf(run)?.runId === runId);
  const item = items.find(({ outcome }) => outcome === 'succeeded');
  if (next === undefined || item === undefined) return [];
  return [{ type: 'item-began', worker: STRANGER, run: next.runId, execution: 'another', key: item.key, try: 1 }];
}
