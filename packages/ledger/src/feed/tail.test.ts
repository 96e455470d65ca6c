import type { TraceEvent } from '@telltale/core';
import { describe, expect, test } from 'vitest';
import { seqs } from './fixtures/feed-rig.ts';
import type { Page } from './page.ts';
import { FEED_DEFAULTS } from './settings.ts';
import { Tail } from './tail.ts';

const key = { runId: 'episode-a-run-1', run: '7' };

/** A tail, the reads that it began, and a way to answer them. */
function rig(limits: Partial<typeof FEED_DEFAULTS> = {}) {
  const reads: { after: number; answer: (page: Page) => Promise<void> }[] = [];
  const reader = {
    read: (_: typeof key, after: number) => {
      const { promise, resolve } = Promise.withResolvers<Page>();
      reads.push({
        after,
        answer: async (page) => {
          resolve(page);
          await promise;
        },
      });
      return promise;
    },
  };
  const tail = new Tail(key, reader, { ...FEED_DEFAULTS, ...limits });
  /** Answers the newest read with the events up to `to`. */
  const answer = async (to: number, lastSeq = to) => {
    const read = reads.at(-1);
    await read?.answer(pageOf(read.after, to, lastSeq));
  };
  /** Brings the tail from where it is to `to`, with somebody waiting. */
  const advance = async (from: number, to: number) => {
    const waiter = tail.wait(from);
    tail.heard(to);
    await answer(to);
    await waiter.promise;
  };
  return { tail, reads, answer, advance };
}

function pageOf(after: number, to: number, lastSeq: number): Page {
  const events = Array.from({ length: to - after }, (_, index) => ({ seq: after + 1 + index }) as TraceEvent);
  return { bounds: { firstSeq: 1, lastSeq }, limit: 500, events, bytes: events.length * 100 };
}

const isDone = async (promise: Promise<unknown>) =>
  (await Promise.race([promise.then(() => 'done'), Promise.resolve('open')])) === 'done';

describe('a tail', () => {
  test('makes one further read of all that is notified during a read', async () => {
    const { tail, reads, answer } = rig();
    tail.place(10);
    const waiter = tail.wait(10);
    expect(reads.map(({ after }) => after)).toEqual([10]);
    for (const seq of [11, 12, 13, 14]) tail.heard(seq);
    expect(reads).toHaveLength(1);
    await answer(12);
    await waiter.promise;
    expect(reads).toHaveLength(1);

    const next = tail.wait(12);
    expect(reads.map(({ after }) => after)).toEqual([10, 12]);
    await answer(14);
    await next.promise;
    tail.wait(14);
    expect(reads).toHaveLength(2);
  });

  test('does not read what it has read already, nor when nobody waits', async () => {
    const { tail, reads, advance } = rig();
    tail.place(0);
    await advance(0, 5);
    for (const seq of [3, 4, 5]) tail.heard(seq);
    const waiter = tail.wait(5);
    expect(reads).toHaveLength(1);
    tail.forget(waiter);
    tail.heard(9);
    tail.doubt();
    expect(reads).toHaveLength(1);
    tail.wait(5);
    expect(reads).toHaveLength(2);
  });

  test('keeps the newest chunks up to its limits, and the last one whatever its size', async () => {
    const { tail, advance } = rig({ keptEvents: 10, keptBytes: 1_200 });
    tail.place(0);
    for (let to = 4; to <= 20; to += 4) await advance(to - 4, to);
    expect(tail.take(11)).toBeNull();
    expect(seqs(tail.take(12)?.events ?? [])).toEqual([13, 14, 15, 16]);
    expect(seqs(tail.take(14)?.events ?? [])).toEqual([15, 16]);
    expect(tail.take(12)).toBe(tail.take(12));
    expect(tail.take(20)).toBeNull();

    await advance(20, 60);
    expect(tail.take(19)).toBeNull();
    expect(tail.take(20)?.events).toHaveLength(40);
  });

  test('moves up to somebody who has read further, unless others wait', async () => {
    const { tail, reads, answer } = rig();
    tail.place(10);
    tail.place(5);
    expect(tail.reaches(9)).toBe(false);
    tail.place(20);
    expect(tail.reaches(19)).toBe(false);
    const behind = tail.wait(20);
    const ahead = tail.wait(25);
    expect(reads.map(({ after }) => after)).toEqual([20]);
    await answer(24);
    await Promise.all([behind.promise, ahead.promise]);
    tail.wait(25);
    expect(reads.at(-1)?.after).toBe(25);
  });

  test.each<[string, Page]>([
    ['the run is gone', { bounds: null, limit: 500, events: [], bytes: 0 }],
    ['history was pruned', { bounds: { firstSeq: 15, lastSeq: 20 }, limit: 500, events: [], bytes: 0 }],
    ['the run ends before what was notified', pageOf(10, 11, 11)],
  ])('sends everybody to look for himself when %s', async (_, page) => {
    const { tail, reads } = rig();
    tail.place(10);
    tail.heard(12);
    const waiters = [tail.wait(10), tail.wait(10)];
    await reads[0]?.answer(page);
    await Promise.all(waiters.map(({ promise }) => promise));
    expect(tail.reaches(10)).toBe(false);
    expect(tail.take(10)).toBeNull();
  });

  test('leaves those waiting who have nothing new', async () => {
    const { tail, answer } = rig();
    tail.place(10);
    const waiter = tail.wait(10);
    await answer(10);
    expect(await isDone(waiter.promise)).toBe(false);
  });
});
