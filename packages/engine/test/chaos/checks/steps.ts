import { CHAOS_ACTIONS, expectedOf } from '../chaos-pipeline.ts';
import { type RunEvidence, sourceOf } from '../evidence.ts';
import { Executions } from '../executions.ts';
import type { Check } from './check.ts';

export const resultsAreRight: Check = {
  name: 'every run that succeeded gives the right result',
  *find({ stories }) {
    for (const { subject, runs } of stories) {
      for (const { runId, end } of runs) {
        if (end?.state !== 'succeeded') continue;
        const [got, expected] = [JSON.stringify(end.result), JSON.stringify(expectedOf({ subject }))];
        if (got !== expected) yield `${runId} gave ${got}, and should have given ${expected}`;
      }
    }
  },
};

export const recordedStepsStand: Check = {
  name: 'a step never begins again once a later one has begun',
  *find({ runs, facts }) {
    const executions = new Executions(facts);
    for (const run of runs) {
      const { runId, summary } = run;
      const carried = summary.steps.indexOf(sourceOf(run)?.fromStep ?? '');
      const passedAt: number[] = summary.steps.map((_, index) => (index < carried ? -1 : Number.POSITIVE_INFINITY));
      for (const [place, fact] of facts.entries()) {
        if (fact.type !== 'step-began' || fact.run !== runId) continue;
        const number = summary.steps.indexOf(fact.step);
        for (let earlier = 0; earlier < number; earlier += 1)
          passedAt[earlier] = Math.min(passedAt[earlier] ?? 0, place);
        const passed = passedAt[number] ?? Number.POSITIVE_INFINITY;
        if (passed < place && !executions.wasLost(fact, place)) {
          yield `${runId}: ${fact.step} began again (attempt ${fact.attempt}, ${fact.worker}) after the run had passed it`;
        }
      }
    }
  },
};

export const finishedAgentsDidAll: Check = {
  name: 'the attempt that finished a step has all its actions, each with its outcome',
  *find({ runs }) {
    for (const { runId, events } of runs) {
      const end = events.findLastIndex(({ type, step }) => type === 'step.succeeded' && step === 'agent');
      if (end < 0) continue;
      const begin = events.findLastIndex(
        ({ type, step }, index) => index < end && type === 'step.started' && step === 'agent',
      );
      const got: Record<string, number> = {};
      for (const { type, data } of events.slice(begin, end)) {
        if (type !== 'action.finished') continue;
        const { outcome } = data as { readonly outcome: string };
        got[outcome] = (got[outcome] ?? 0) + 1;
      }
      for (const outcome of new Set([...Object.keys(CHAOS_ACTIONS), ...Object.keys(got)])) {
        const expected = (CHAOS_ACTIONS as Readonly<Record<string, number>>)[outcome] ?? 0;
        if (got[outcome] !== expected)
          yield `${runId}: ${got[outcome] ?? 0} actions ended with ${outcome}, and ${expected} should have`;
      }
    }
  },
};

export const actionsAreOnRecord: Check = {
  name: 'every action that was made is on record, and one that its worker died in is interrupted',
  *find({ runs, facts }) {
    const killed = new Set(facts.flatMap((fact) => (fact.type === 'killed' ? [fact.worker] : [])));
    const ended = new Set(facts.flatMap((fact) => (fact.type === 'action-ended' ? [fact.action] : [])));
    const outcomes = new Map(
      runs.flatMap(({ actions }) => actions.map(({ actionId, outcome }) => [actionId, outcome])),
    );
    const started = new Set(runs.flatMap(startedActions));
    for (const fact of facts) {
      if (fact.type !== 'action-began') continue;
      const outcome = outcomes.get(fact.action);
      if (outcome === undefined || !started.has(fact.action)) {
        yield `${fact.run}: action ${fact.action} was made (${fact.worker}), and its start is not on record`;
      } else if (
        killed.has(fact.worker) &&
        !ended.has(fact.action) &&
        outcome !== 'interrupted' &&
        outcome !== 'cancelled'
      ) {
        yield `${fact.run}: action ${fact.action} was cut short with ${fact.worker}, and is on record as ${outcome}`;
      }
    }
  },
};

function startedActions({ events }: RunEvidence): readonly string[] {
  return events.flatMap(({ type, actionId }) => (type === 'action.started' && actionId !== null ? [actionId] : []));
}
