import { ApiError, type RunSummaryBody } from '@telltale/api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ReadRuns, RunPages } from './run-pages.ts';
import { runSummary } from './test/run-summary.ts';

const START = Date.parse('2026-11-21T12:00:00.000Z');
const instant = (ms: number) => new Date(START + ms).toISOString();

/** Of so many runs each is made a second after the one before; the newest comes first. */
function runsOf(count: number, told = 0): RunSummaryBody[] {
  return Array.from({ length: count }, (_, index) => {
    const made = count - 1 - index;
    return runSummary({ runId: `run-${made}`, createdAt: instant(made * 1_000), asOf: instant(told) });
  });
}

/** A server with these runs; a cursor is the place of the next run. */
class FakeServer {
  runs: readonly RunSummaryBody[];
  readonly asked: { limit: number; cursor: string | null }[] = [];
  /** Thrown by the next reads, one each. */
  readonly faults: ApiError[] = [];
  /** Awaited before an answer that was made is given. */
  onTheWay: Promise<void> = Promise.resolve();

  constructor(runs: readonly RunSummaryBody[]) {
    this.runs = runs;
  }

  readonly read: ReadRuns = async ({ limit, cursor }) => {
    this.asked.push({ limit, cursor });
    const fault = this.faults.shift();
    if (fault !== undefined) throw fault;
    const from = Number(cursor ?? 0);
    const answer = {
      runs: this.runs.slice(from, from + limit),
      nextCursor: from + limit < this.runs.length ? String(from + limit) : null,
    };
    await this.onTheWay;
    return answer;
  };
}

function open(server: FakeServer) {
  const onLoaded = vi.fn();
  const onError = vi.fn();
  const pages = new RunPages({ read: server.read, onLoaded, onError });
  return { pages, onLoaded, onError };
}

const away = () => new ApiError('The database is away.', { code: 'database_away', status: 503, retryable: true });
const changes = (...runs: RunSummaryBody[]) => new Map(runs.map((run) => [run.runId, run]));

describe('RunPages', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('loads a page, then further ones to the end', async () => {
    const server = new FakeServer(runsOf(700));
    const { pages, onLoaded } = open(server);
    expect(pages.list.get().state).toBe('loading');
    await pages.load();
    expect(onLoaded).toHaveBeenCalledOnce();
    expect(pages.list.get()).toMatchObject({ state: 'ready', hasMore: true, runs: { length: 100 } });
    await pages.loadMore();
    await pages.loadMore();
    expect(pages.list.get()).toMatchObject({ hasMore: false, isLoadingMore: false, runs: { length: 700 } });
    expect(pages.list.get().runs).toEqual(server.runs);
    await pages.loadMore();
    expect(server.asked).toHaveLength(3);
  });

  test('loads one further page at a time', async () => {
    const server = new FakeServer(runsOf(700));
    const { pages } = open(server);
    await pages.load();
    await Promise.all([pages.loadMore(), pages.loadMore()]);
    expect(server.asked).toHaveLength(2);
  });

  test('loads again as many as were there', async () => {
    const server = new FakeServer(runsOf(1_300));
    const { pages } = open(server);
    await pages.load();
    await pages.loadMore();
    await pages.loadMore();
    server.asked.length = 0;
    await pages.load();
    expect(server.asked.map(({ limit }) => limit)).toEqual([500, 500, 100]);
    expect(pages.list.get()).toMatchObject({ hasMore: true, runs: { length: 1_100 } });
  });

  test('keeps what changed while a page was on its way', async () => {
    const server = new FakeServer(runsOf(3));
    const way = Promise.withResolvers<void>();
    server.onTheWay = way.promise;
    const { pages } = open(server);
    const loading = pages.load();
    const failed = { ...runsOf(3)[1]!, state: 'failed' as const, asOf: instant(5) };
    const newest = runSummary({ runId: 'newest', createdAt: instant(9_000), asOf: instant(5) });
    pages.change(changes(failed, newest));
    pages.change(new Map([['run-0', null]]));
    way.resolve();
    await loading;
    const { runs } = pages.list.get();
    expect(runs.map(({ runId }) => runId)).toEqual(['newest', 'run-2', 'run-1']);
    expect(runs[2]?.state).toBe('failed');
  });

  test('asks a server in trouble again, and says meanwhile what is wrong', async () => {
    const server = new FakeServer(runsOf(3));
    server.faults.push(away(), away());
    const { pages, onError } = open(server);
    const loading = pages.load();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(pages.list.get()).toMatchObject({ state: 'loading', error: { code: 'database_away' } });
    await vi.advanceTimersByTimeAsync(2_000);
    await loading;
    expect(onError).toHaveBeenCalledTimes(2);
    expect(pages.list.get()).toMatchObject({ state: 'ready', error: null });
  });

  test('does not ask again what the server refuses', async () => {
    const server = new FakeServer([]);
    server.faults.push(new ApiError('No.', { code: 'forbidden', status: 403 }));
    const { pages } = open(server);
    await pages.load();
    expect(server.asked).toHaveLength(1);
    expect(pages.list.get()).toMatchObject({ state: 'loading', error: { code: 'forbidden' } });
  });

  test('keeps its runs when a further page fails, and gets it the next time', async () => {
    const server = new FakeServer(runsOf(300));
    const { pages } = open(server);
    await pages.load();
    server.faults.push(away());
    await pages.loadMore();
    expect(pages.list.get()).toMatchObject({ isLoadingMore: false, error: { code: 'database_away' } });
    expect(pages.list.get().runs).toHaveLength(100);
    await pages.loadMore();
    expect(pages.list.get()).toMatchObject({ error: null, runs: { length: 300 } });
  });

  test('shows of another filter what is known at once, and forgets the answer to the one before', async () => {
    const server = new FakeServer(runsOf(3));
    const { pages } = open(server);
    await pages.load();
    const way = Promise.withResolvers<void>();
    server.onTheWay = way.promise;
    const old = pages.load();
    pages.show({ subject: 'nobody' });
    expect(pages.list.get()).toMatchObject({ state: 'loading', runs: [] });
    way.resolve();
    await old;
    expect(pages.list.get()).toMatchObject({ state: 'loading', runs: [] });
  });
});
