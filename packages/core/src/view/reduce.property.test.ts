import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateRun } from '../estimate/estimate-run.ts';
import { NO_HISTORY } from '../estimate/history.ts';
import { type TraceEvent, traceEventSchema } from '../events/event.ts';
import { factsOf } from '../verdict/facts-of.ts';
import { VERDICTS, verdict } from '../verdict/verdict.ts';
import { describeEntry, describeEvent, describeVerdict } from '../wording/describe.ts';
import { VIEW_LIMITS } from './bounded.ts';
import { readClock } from './clock.ts';
import { reduce, reduceAll } from './reduce.ts';
import { emptyRunView, type RunView } from './run-view.ts';
import { anyTrace } from './test/any-event.ts';
import { plausibleRun } from './test/plausible-run.ts';

const traces = fc.oneof(
  anyTrace,
  plausibleRun.map((run) => run.events),
);
const END = Date.parse('2026-11-22T00:00:00.000Z');

const emptyFor = (events: readonly TraceEvent[]) => emptyRunView(events[0]?.runId ?? 'r');
const viewOf = (events: readonly TraceEvent[]) => reduceAll(emptyFor(events), events);
const throughJson = (view: RunView) => JSON.parse(JSON.stringify(view)) as RunView;

/** The views after each event, each frozen so that a change to it would throw. */
function viewsOf(events: readonly TraceEvent[]): RunView[] {
  let view = emptyFor(events);
  return events.map((event) => {
    view = deepFreeze(reduce(view, deepFreeze(event)));
    return view;
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

function expectWithinLimits(view: RunView): void {
  expect(view.timeline.entries.length).toBeLessThanOrEqual(VIEW_LIMITS.timeline);
  expect(view.agents.entries.length).toBeLessThanOrEqual(VIEW_LIMITS.agents);
  for (const step of view.steps) {
    expect(step.current.length).toBeLessThanOrEqual(VIEW_LIMITS.current);
    expect(step.upNext.length).toBeLessThanOrEqual(VIEW_LIMITS.upNext);
  }
}

describe('reduce, for any valid events in any order', () => {
  it('is only given events that the schema accepts', () => {
    fc.assert(fc.property(traces, (events) => events.every((event) => traceEventSchema.safeParse(event).success)));
  });

  it('neither throws nor changes what it was given', () => {
    fc.assert(
      fc.property(traces, (events) => void viewsOf(events)),
      { numRuns: 500 },
    );
  });

  it('gives the same view from a snapshot and the rest as from the whole', () => {
    fc.assert(
      fc.property(traces, fc.nat(), (events, cut) => {
        const at = cut % (events.length + 1);
        const snapshot = throughJson(reduceAll(emptyFor(events), events.slice(0, at)));
        expect(reduceAll(snapshot, events.slice(at))).toStrictEqual(viewOf(events));
      }),
      { numRuns: 500 },
    );
  });

  it('gives back the same view object for every event that it holds', () => {
    fc.assert(
      fc.property(traces, (events) => {
        const view = viewOf(events);
        return events.every((event) => reduce(view, event) === view);
      }),
    );
  });

  it('ignores events of another run', () => {
    const view = emptyRunView('another');
    fc.assert(fc.property(anyTrace, (events) => reduceAll(view, events) === view));
  });

  it('never counts below zero', () => {
    fc.assert(
      fc.property(traces, (events) => {
        for (const step of viewOf(events).steps) {
          const { total, done, failed, skipped } = step.counts;
          expect(Math.min(total ?? 0, done, failed, skipped, step.clock.ms, step.pace.items)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('never takes a step back in percent within an attempt', () => {
    fc.assert(
      fc.property(traces, (events) => {
        const reached = new Map<string, number>();
        viewsOf(events).forEach((view, index) => {
          const event = events[index]!;
          if (event.type === 'step.started' && event.step !== null) reached.delete(event.step);
          for (const step of view.steps) {
            const before = reached.get(step.name) ?? -1;
            expect(step.percent ?? -1).toBeGreaterThanOrEqual(before);
            expect(step.percent ?? 0).toBeLessThanOrEqual(100);
            reached.set(step.name, step.percent ?? -1);
          }
        });
      }),
    );
  });

  it('keeps every list within its limit', () => {
    fc.assert(
      fc.property(traces, (events) => {
        for (const view of viewsOf(events)) expectWithinLimits(view);
      }),
    );
  });

  it('can always be judged, estimated and put in words', () => {
    fc.assert(
      fc.property(traces, fc.nat({ max: 86_400_000 }), (events, ago) => {
        const view = viewOf(events);
        const now = END - ago;
        const facts = factsOf(view, { aliveAt: view.lastAt });
        const estimate = estimateRun(view, NO_HISTORY, now);
        const said = verdict(facts, now);
        expect(VERDICTS).toContain(said.name);
        const lines = [
          describeVerdict(said, { facts, estimate, now }),
          ...view.timeline.entries.map((entry) => describeEntry(entry, now)),
          ...events.map((event) => describeEvent(event)),
        ];
        for (const line of lines) expect(line).not.toMatch(/undefined|NaN|\[object|\n/);
      }),
    );
  });
});

describe('reduce, for a run as an engine tells it', () => {
  it('ends in the state that its last event says, with nothing open', () => {
    fc.assert(
      fc.property(plausibleRun, ({ events, end }) => {
        const view = viewOf(events);
        expect(view.state).toBe(end);
        expect(view.openActions).toEqual([]);
        expect(view.steps.filter((step) => step.state === 'running' || step.current.length > 0)).toEqual([]);
      }),
    );
  });

  it('counts the time at work of each step, and no pause, wait or crash', () => {
    fc.assert(
      fc.property(plausibleRun, ({ events, steps }) => {
        const view = viewOf(events);
        const told = view.steps.slice(0, steps.length).map((step) => readClock(step.clock, END));
        expect(told).toEqual(steps.map((step) => step.workedMs));
      }),
    );
  });

  it('has every item of a finished step done', () => {
    fc.assert(
      fc.property(plausibleRun, ({ events, steps }) => {
        const view = viewOf(events);
        for (const step of view.steps.filter(({ state }) => state === 'succeeded')) {
          const { total } = steps.find(({ name }) => name === step.name)!;
          expect([step.counts.done, step.counts.total, step.percent]).toEqual([total, total, 100]);
        }
      }),
    );
  });

  it('never takes the whole run back in percent', () => {
    fc.assert(
      fc.property(plausibleRun, ({ events }) => {
        let before = 0;
        for (const view of viewsOf(events)) {
          const { percent } = estimateRun(view, NO_HISTORY, END);
          expect(percent).toBeGreaterThanOrEqual(before);
          before = percent;
        }
      }),
    );
  });
});
