import { describe, expect, test } from 'vitest';
import { AttemptProgress, type WaitingItems, type WorkingItem } from './attempt-progress.ts';

const NOTHING_WAITS: WaitingItems = { upNext: () => [] };

function waiting(...keys: string[]): WaitingItems {
  return { upNext: (limit) => keys.slice(0, limit).map((key) => ({ key })) };
}

function working(key: string, label?: string): WorkingItem {
  return { key, label, startedMs: 0, attempt: 1, announced: false };
}

function keys(items: readonly { readonly key: string }[]): readonly string[] {
  return items.map(({ key }) => key);
}

describe('a step that says nothing', () => {
  test('has counted nothing', () => {
    const progress = new AttemptProgress('download');
    expect(progress.counted).toBe(false);
    expect(progress.unit).toBeNull();
    expect(progress.snapshot()).toEqual({
      step: 'download',
      total: null,
      done: 0,
      failed: 0,
      skipped: 0,
      current: [],
      upNext: [],
    });
  });
});

describe('a step that says how far it is', () => {
  test('is where it said last', () => {
    const progress = new AttemptProgress('download');
    progress.say({ done: 1, total: 9, unit: 'pages', current: 'first' });
    progress.say({ done: 3_000, total: 9_000, estimated: true, unit: 'bytes', current: 'episode.mp3' });
    expect(progress.snapshot()).toEqual({
      step: 'download',
      total: 9_000,
      done: 3_000,
      failed: 0,
      skipped: 0,
      estimated: true,
      unit: 'bytes',
      current: [{ key: 'episode.mp3' }],
      upNext: [],
    });
    expect(progress.unit).toBe('bytes');
    progress.say({ done: 5 });
    expect(progress.snapshot()).toMatchObject({ total: null, done: 5, current: [] });
    expect(progress.unit).toBeNull();
  });

  test.each([
    [{ done: 0 }, false],
    [{ done: 0, total: null }, false],
    [{ done: 0, total: 0 }, true],
    [{ done: 1 }, true],
    [{ done: Number.NaN, total: Number.NaN }, false],
  ])('%j: counted is %s', (said, counted) => {
    const progress = new AttemptProgress('a');
    progress.say(said);
    expect(progress.counted).toBe(counted);
  });

  test.each([
    [
      { done: 1.9, total: 2.9 },
      { done: 1, total: 2 },
    ],
    [
      { done: -1, total: -2 },
      { done: 0, total: 0 },
    ],
    [
      { done: Number.NaN, total: Number.NaN },
      { done: 0, total: null },
    ],
    [
      { done: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY },
      { done: 0, total: null },
    ],
    [
      { done: 1e300, total: 1e300 },
      { done: Number.MAX_SAFE_INTEGER, total: Number.MAX_SAFE_INTEGER },
    ],
  ])('%j is told as %j', (said, counts) => {
    const progress = new AttemptProgress('a');
    progress.say(said);
    expect(progress.counts()).toMatchObject(counts);
  });
});

describe('a step with lists', () => {
  test('is as far as its items', () => {
    const progress = new AttemptProgress('chunk');
    progress.addList(waiting('c', 'd'), 4, 'chunks');
    progress.done += 1;
    progress.failed += 1;
    progress.begin(working('b', 'Chunk b'));
    expect(progress.snapshot()).toEqual({
      step: 'chunk',
      total: 4,
      done: 1,
      failed: 1,
      skipped: 0,
      unit: 'chunks',
      current: [{ key: 'b', label: 'Chunk b' }],
      upNext: [{ key: 'c' }, { key: 'd' }],
    });
    expect(progress.counted).toBe(true);
    expect(progress.unit).toBe('chunks');
  });

  test('adds them up', () => {
    const progress = new AttemptProgress('chunk');
    progress.addList(waiting('a'), 4, 'chunks');
    progress.addList(waiting('b'), 3, 'pages');
    expect(progress.snapshot()).toMatchObject({ total: 7, unit: 'pages', upNext: [{ key: 'a' }, { key: 'b' }] });
  });

  test.each([
    [null, 3],
    [3, null],
  ])('does not know its total if one of them does not (%s, %s)', (first, second) => {
    const progress = new AttemptProgress('chunk');
    progress.addList(NOTHING_WAITS, first, 'a');
    progress.addList(NOTHING_WAITS, second, 'a');
    expect(progress.counts().total).toBeNull();
    expect(progress.counted).toBe(true);
  });

  test('counts no more what its body said before, and says what it is at besides', () => {
    const progress = new AttemptProgress('chunk');
    progress.say({ done: 7, total: 8, estimated: true, unit: 'bytes' });
    progress.done += 2; // what earlier attempts have done is counted before the list is known
    progress.addList(NOTHING_WAITS, 10, 'chunks');
    expect(progress.counts()).toEqual({ total: 10, done: 2, failed: 0, skipped: 0 });
    progress.say({ done: 5, unit: 'bytes', current: 'reading' });
    progress.begin(working('c'));
    expect(progress.snapshot()).toMatchObject({ done: 2, unit: 'chunks', current: [{ key: 'reading' }, { key: 'c' }] });
  });

  test('names five at most of what is in work and of what is next', () => {
    const progress = new AttemptProgress('chunk');
    progress.addList(waiting('f', 'g', 'h'), 20, 'a');
    progress.addList(waiting('i', 'j', 'k'), 20, 'a');
    const items = ['a', 'b', 'c', 'd', 'e', 'z'].map((key) => working(key));
    for (const item of items) progress.begin(item);
    expect(keys(progress.snapshot().current)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(keys(progress.snapshot().upNext)).toEqual(['f', 'g', 'h', 'i', 'j']);
    for (const item of items.slice(0, 2)) progress.end(item);
    expect(keys(progress.snapshot().current)).toEqual(['c', 'd', 'e', 'z']);
    expect([...progress.working]).toEqual(items.slice(2));
  });
});
