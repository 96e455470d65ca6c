import { CHAOS_ITEMS, expectedOf, itemKey, itemResult } from '../chaos-pipeline.ts';
import { type Evidence, type RunEvidence, sourceOf } from '../evidence.ts';
import { Executions } from '../executions.ts';
import type { FactOf } from '../facts.ts';
import type { Check } from './check.ts';

export const acknowledgedItemsAreKept: Check = {
  name: 'every acknowledged item is in the table, once, with the right result',
  *find({ runs, stories, facts }) {
    for (const run of runs) {
      const subject = stories.find(({ runs }) => runs.some(({ runId }) => runId === run.runId))?.subject ?? '';
      const { plain } = expectedOf({ subject });
      const rows = new Map(run.items.map((item) => [item.key, item]));
      if (rows.size < run.items.length) yield `${run.runId}: ${run.items.length - rows.size} items are there twice`;
      for (const { key, outcome, result } of run.items) {
        if (outcome === 'failed') continue;
        const expected = itemResult(Number(key.replace('item-', '')), plain);
        const right = expected === null ? outcome === 'skipped' : outcome === 'succeeded' && result === expected;
        if (!right)
          yield `${run.runId}: ${key} is ${outcome} with ${JSON.stringify(result)}, and should have ${expected}`;
      }
      for (const { key, count } of acknowledged(facts, run)) {
        if (!rows.has(key)) yield `${run.runId}: ${key} was acknowledged, and is not there`;
        if (count > 1 && rows.get(key)?.outcome !== 'failed')
          yield `${run.runId}: ${key} was acknowledged ${count} times`;
      }
    }
  },
};

function* acknowledged(facts: Evidence['facts'], { runId }: RunEvidence): Iterable<{ key: string; count: number }> {
  const counts = new Map<string, number>();
  for (const fact of facts) {
    if (fact.type === 'item-acknowledged' && fact.run === runId) counts.set(fact.key, (counts.get(fact.key) ?? 0) + 1);
  }
  for (const [key, count] of counts) yield { key, count };
}

export const noItemRunsAgain: Check = {
  name: 'no item begins again after it was acknowledged',
  *find({ facts, runs }) {
    const executions = new Executions(facts);
    const kept = new Set(runs.flatMap(({ runId, items }) => items.filter(isDone).map(({ key }) => `${runId} ${key}`)));
    const done = new Map<string, number>();
    for (const [place, fact] of facts.entries()) {
      if (fact.type === 'item-acknowledged') done.set(`${fact.run} ${fact.key}`, place);
      if (fact.type !== 'item-began') continue;
      const item = `${fact.run} ${fact.key}`;
      // A worker that was frozen, and lost the run meanwhile, may go on until it learns that: nothing of it is kept.
      if (kept.has(item) && done.has(item) && !executions.wasLost(fact, place)) {
        yield `${item} began again (try ${fact.try}, ${fact.worker}) after it had been acknowledged`;
      }
    }
  },
};

export const retriedRunsKeepItems: Check = {
  name: 'a run that goes on from another one keeps the items that it had done',
  *find({ runs, facts }) {
    for (const run of runs) {
      const from = sourceOf(run);
      const source = runs.find(({ runId }) => runId === from?.runId);
      if (source === undefined || from?.fromStep !== 'items') continue;
      const kept = new Set(source.items.filter(isDone).map(({ key }) => key));
      for (const fact of facts) {
        if (fact.type === 'item-began' && fact.run === run.runId && kept.has(fact.key)) {
          yield `${run.runId} ran ${fact.key}, which ${source.runId} had done`;
        }
      }
    }
  },
};

export const finishedStepsHaveAllItems: Check = {
  name: `a finished step has all its ${CHAOS_ITEMS} items`,
  *find({ runs }) {
    for (const { runId, events, items, attempts } of runs) {
      if (!events.some(({ type, step }) => type === 'step.succeeded' && step === 'items')) continue;
      const keys = new Set(items.filter(isDone).map(({ key }) => key));
      const missing = Array.from({ length: CHAOS_ITEMS }, (_, index) => itemKey(index)).filter((key) => !keys.has(key));
      if (missing.length > 0) yield `${runId} finished its items without ${missing.length} of them (${missing[0]}, …)`;
      const last = attempts.findLast(({ step, outcome }) => step === 'items' && outcome === 'succeeded');
      if (last === undefined) yield `${runId} finished its items, and has no attempt that succeeded`;
      else if (last.total !== CHAOS_ITEMS || last.done + last.skipped !== CHAOS_ITEMS || last.failed > 0) {
        yield `${runId} counts ${last.done} done, ${last.skipped} skipped and ${last.failed} failed of ${last.total} items`;
      }
    }
  },
};

export const triesAreInOrder: Check = {
  name: 'an execution tries an item once, and again only after it failed',
  *find({ facts }) {
    const tries = new Map<string, FactOf<'item-began'>>();
    for (const fact of facts) {
      if (fact.type !== 'item-began') continue;
      const item = `${fact.execution} ${fact.key}`;
      const before = tries.get(item);
      tries.set(item, fact);
      if (fact.try !== (before?.try ?? 0) + 1) {
        yield `${fact.run}: try ${fact.try} of ${fact.key} came after try ${before?.try ?? 0}`;
      }
    }
  },
};

function isDone({ outcome }: { readonly outcome: string }): boolean {
  return outcome === 'succeeded' || outcome === 'skipped';
}
