import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../events/event.ts';
import { VIEW_LIMITS } from './bounded.ts';
import { handled } from './counts.ts';
import { type LiveStep, withLiveStep } from './live-step.ts';
import { reduce } from './reduce.ts';
import { emptyRunView, type RunView } from './run-view.ts';
import { Story } from './test/story.ts';

const STEP = { step: 'transcribe' };
const NOTHING_DONE = { total: 10, done: 0, failed: 0, skipped: 0 };

function begun(): Story {
  return new Story().submit('fetch', 'transcribe').start().startStep('transcribe', 2, 2);
}

function live(changes: Partial<LiveStep> = {}): LiveStep {
  const counts = NOTHING_DONE;
  return { name: 'transcribe', attempt: 1, counts, unit: 'segments', current: [], upNext: [], ...changes };
}

/** The running step of the story, with what the row says a second later. */
function shown(story: Story, row: LiveStep | null, ended: readonly string[] = []) {
  const asOf = new Date(story.now + 1_000).toISOString();
  return withLiveStep(story.view, row, { asOf, ended: new Set(ended) }).steps[1];
}

const keys = (items: readonly { readonly key: string }[] = []) => items.map(({ key }) => key);

describe('a step as it is right now', () => {
  const planned = () => begun().tell('step.planned', { total: 10, kept: 0, unit: 'segments' }, STEP);

  it('has the items that its row names, in work since the row was read, or since the trace told of them', () => {
    const story = planned().tell('item.started', { label: 'one' }, { ...STEP, item: 'k1' });
    const row = live({ current: [{ key: 'k1' }, { key: 'k2', label: 'two' }], upNext: [{ key: 'k3' }] });
    const step = shown(story, row);
    expect(step?.current).toEqual([
      { key: 'k1', label: 'one', since: story.at },
      { key: 'k2', label: 'two', since: new Date(story.now + 1_000).toISOString() },
    ]);
    expect(keys(step?.upNext)).toEqual(['k3']);
  });

  it('has no item that has ended, nor that one as the next', () => {
    const row = live({ current: [{ key: 'k1' }, { key: 'k2' }], upNext: [{ key: 'k3' }, { key: 'k4' }] });
    const step = shown(planned(), row, ['k1', 'k3']);
    expect(keys(step?.current)).toEqual(['k2']);
    expect(keys(step?.upNext)).toEqual(['k4']);
  });

  it('keeps an item that was started after the row was read, and no other that the row does not name', () => {
    const story = planned().tell('item.started', {}, { ...STEP, item: 'gone' });
    const row = live({ current: [{ key: 'k1' }], upNext: [{ key: 'k2' }] });
    const asOf = story.at;
    story.after(500).tell('item.started', {}, { ...STEP, item: 'k2' });
    const step = withLiveStep(story.view, row, { asOf }).steps[1];
    expect(keys(step?.current)).toEqual(['k1', 'k2']);
    expect(keys(step?.upNext)).toEqual([]);
  });

  it('never names more items than any view', () => {
    const many = Array.from({ length: 20 }, (_, n) => ({ key: `k${n}` }));
    const step = shown(planned(), live({ current: many.slice(0, 10), upNext: many.slice(10) }));
    expect(step?.current).toHaveLength(VIEW_LIMITS.current);
    expect(step?.upNext).toHaveLength(VIEW_LIMITS.upNext);
  });

  it('is as far as its row says where that is ahead, and no less far than the events say', () => {
    const story = begun();
    const snapshot = { total: 10, failed: 0, skipped: 0, current: [], upNext: [] };
    story.tell('step.progressed', { ...snapshot, done: 3, unit: 'bytes' }, STEP);
    const ahead = shown(story, live({ counts: { ...NOTHING_DONE, done: 5, failed: 1 } }));
    expect(ahead).toMatchObject({ counts: { done: 5, failed: 1 }, percent: 60, unit: 'bytes' });
    const behind = shown(story, live({ counts: { ...NOTHING_DONE, done: 2 } }));
    expect(behind).toMatchObject({ counts: { done: 3 }, percent: 30 });
  });

  it('keeps its percentage though a guessed total grows', () => {
    const story = begun();
    const snapshot = { total: 10, estimated: true, failed: 0, skipped: 0, current: [], upNext: [] };
    story.tell('step.progressed', { ...snapshot, done: 5 }, STEP);
    const counts = { total: 100, estimated: true, done: 6, failed: 0, skipped: 0 };
    expect(shown(story, live({ counts }))).toMatchObject({ counts, percent: 50 });
  });

  it.each([
    ['there is no row', begun, null],
    ['the row is of another step', begun, live({ name: 'fetch', current: [{ key: 'k1' }] })],
    ['the row is of another attempt', begun, live({ attempt: 2, current: [{ key: 'k1' }] })],
    ['the row has told nothing yet', begun, live({ counts: { ...NOTHING_DONE, total: null }, upNext: [{ key: 'k' }] })],
    ['no step was started', () => new Story().submit('fetch', 'transcribe'), live({ current: [{ key: 'k1' }] })],
    [
      'the step does not run',
      () => begun().tell('step.stopped', { durationMs: 1, reason: 'paused' }, STEP),
      live({ current: [{ key: 'k1' }] }),
    ],
  ])('is what the events tell where %s', (_, tell, row) => {
    const { view, at } = tell();
    expect(withLiveStep(view, row, { asOf: at })).toBe(view);
  });

  it('leaves the view that it was given as it is', () => {
    const { view, at } = planned();
    const before = structuredClone(view);
    withLiveStep(view, live({ current: [{ key: 'k1' }] }), { asOf: at });
    expect(view).toEqual(before);
  });
});

/** A run whose row was read now and then: what somebody gets who follows it, in order. */
type Message =
  | { readonly event: TraceEvent }
  | { readonly row: LiveStep; readonly lastSeq: number; readonly asOf: string };

const ITEMS = Array.from({ length: 12 }, (_, n) => `k${n}`);

/** A list whose items are worked on side by side; each message comes when it may: a row after all events that it knows. */
const followedRun = fc.gen().map((choose): readonly Message[] => {
  const story = begun().tell('step.planned', { total: ITEMS.length, kept: 0 }, STEP);
  const messages: Message[] = story.events.map((event) => ({ event }));
  const waiting = [...ITEMS];
  const working: string[] = [];
  const counts = { total: ITEMS.length, done: 0, failed: 0, skipped: 0 };
  const refs = (names: readonly string[]) => names.slice(0, VIEW_LIMITS.current).map((key) => ({ key }));
  const lists = () => ({ current: refs(working), upNext: refs(waiting) });
  let late: Message[] = [];
  while (waiting.length + working.length > 0) {
    const next = choose(fc.constantFrom, 'begin', 'end', 'fail', 'tell', 'announce', 'read', 'read late');
    const before = story.events.length;
    story.after(choose(fc.integer, { min: 1, max: 400 }));
    if (next === 'begin' && waiting.length > 0 && working.length < 4) working.push(waiting.shift() as string);
    if ((next === 'end' || next === 'fail') && working.length > 0) {
      const [item = ''] = working.splice(choose(fc.nat, working.length - 1), 1);
      if (next === 'end') {
        counts.done += 1;
        story.tell('item.succeeded', { durationMs: 1 }, { ...STEP, item });
      } else {
        counts.failed += 1;
        story.tell('item.failed', { error: { name: 'Error', message: 'no' }, durationMs: 1 }, { ...STEP, item });
      }
    }
    if (next === 'tell') story.tell('step.progressed', { ...counts, ...lists() }, STEP);
    if (next === 'announce' && working[0] !== undefined) {
      story.tell('item.started', {}, { ...STEP, item: working[0] });
    }
    if (next.startsWith('read')) {
      const row = { name: 'transcribe', attempt: 1, unit: null, counts: { ...counts }, ...lists() };
      late.push({ row, lastSeq: story.events.length, asOf: story.at });
    }
    messages.push(...story.events.slice(before).map((event) => ({ event })));
    if (next !== 'read late') {
      messages.push(...late);
      late = [];
    }
  }
  return messages;
});

/** Shows a run as a page does, message by message. */
function* pictures(messages: readonly Message[]): Generator<{ readonly view: RunView; readonly over: Set<string> }> {
  let view = emptyRunView('r');
  let row: { readonly step: LiveStep; readonly lastSeq: number; readonly asOf: string } | null = null;
  const over = new Set<string>();
  const endedAt = new Map<string, number>();
  for (const message of messages) {
    if ('event' in message) {
      const { event } = message;
      view = reduce(view, event);
      if (event.type === 'step.progressed') row = null;
      if (event.type === 'item.succeeded' || event.type === 'item.failed') {
        over.add(String(event.item));
        endedAt.set(String(event.item), event.seq);
      }
    } else if (message.lastSeq >= (row?.lastSeq ?? 0)) {
      row = { step: message.row, lastSeq: message.lastSeq, asOf: message.asOf };
    }
    const { step = null, lastSeq = 0, asOf = '' } = row ?? {};
    const ended = new Set([...endedAt].flatMap(([key, seq]) => (seq > lastSeq ? key : [])));
    yield { view: withLiveStep(view, step, { asOf, ended }), over };
  }
}

describe('however its row and its events come', () => {
  it('a step never goes back, and an item that has ended is never in work again', () => {
    fc.assert(
      fc.property(followedRun, (messages) => {
        let [count, percent] = [0, 0];
        for (const { view, over } of pictures(messages)) {
          const step = view.steps[1];
          if (step === undefined) continue;
          expect(handled(step.counts)).toBeGreaterThanOrEqual(count);
          expect(step.percent ?? 0).toBeGreaterThanOrEqual(percent);
          [count, percent] = [handled(step.counts), step.percent ?? 0];
          const named = keys([...step.current, ...step.upNext]);
          expect(new Set(named).size).toBe(named.length);
          expect(named.filter((key) => over.has(key))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
