import { emptyRunView, reduceAll, type TraceEvent } from '@telltale/core';
import { type EventPage, RunNotFoundError, SeqAheadError } from '@telltale/ledger';
import { describe, expect, test } from 'vitest';
import { ViewCache } from './view-cache.ts';

const RUN = 'episode-show-run-1';
const PAGE = 3;

/** A trace in memory that is read as the ledger's is, page by page. */
class Trace {
  events: TraceEvent[] = [];
  firstSeq = 1;
  isGone = false;
  readonly asked: number[] = [];

  write(count: number): void {
    for (let n = 0; n < count; n += 1) {
      const seq = this.events.length + 1;
      const data = { message: `line ${seq}`, level: 'info' };
      const event = {
        runId: RUN,
        seq,
        at: '2026-11-21T03:00:00.000Z',
        step: null,
        item: null,
        actionId: null,
        type: 'log.written',
        data,
      };
      this.events.push(event as TraceEvent);
    }
  }

  async readEvents(runId: string, { after = 0 }: { readonly after?: number } = {}): Promise<EventPage> {
    this.asked.push(after);
    await Promise.resolve();
    if (this.isGone) throw new RunNotFoundError(runId);
    const lastSeq = this.events.at(-1)?.seq ?? 0;
    if (after > lastSeq) throw new SeqAheadError(runId, after, lastSeq);
    const events = this.events.filter(({ seq }) => seq > after && seq >= this.firstSeq).slice(0, PAGE);
    return { events, firstSeq: this.firstSeq, lastSeq, reset: after < this.firstSeq - 1 };
  }

  get view() {
    return reduceAll(
      emptyRunView(RUN),
      this.events.filter(({ seq }) => seq >= this.firstSeq),
    );
  }
}

function setUp(count: number) {
  const trace = new Trace();
  trace.write(count);
  return { trace, cache: new ViewCache(trace) };
}

describe('the view of a run', () => {
  test('is brought up to date by the events that came since', async () => {
    const { trace, cache } = setUp(7);
    expect(await cache.get(RUN)).toEqual(trace.view);
    trace.asked.length = 0;
    trace.write(1);
    expect(await cache.get(RUN)).toEqual(trace.view);
    expect(trace.asked).toEqual([7]);
  });

  test('is read once for all who ask at the same time', async () => {
    const { trace, cache } = setUp(3);
    const views = await Promise.all([cache.get(RUN), cache.get(RUN), cache.get(RUN)]);
    expect(new Set(views).size).toBe(1);
    expect(trace.asked).toEqual([0]);
  });

  test('is made of what is left once retention has removed what comes next', async () => {
    const { trace, cache } = setUp(3);
    await cache.get(RUN);
    trace.write(6);
    trace.firstSeq = 6;
    expect(await cache.get(RUN)).toEqual(trace.view);
  });

  test('is made anew in a database that was set back', async () => {
    const { trace, cache } = setUp(5);
    await cache.get(RUN);
    trace.events.length = 2;
    expect(await cache.get(RUN)).toEqual(trace.view);
  });

  test('is gone with its run, and a read that failed is tried again by the next who asks', async () => {
    const { trace, cache } = setUp(2);
    await cache.get(RUN);
    trace.isGone = true;
    await expect(cache.get(RUN)).rejects.toMatchObject({ code: 'run_not_found' });
    trace.isGone = false;
    trace.asked.length = 0;
    expect(await cache.get(RUN)).toEqual(trace.view);
    expect(trace.asked).toEqual([0]);
  });
});
