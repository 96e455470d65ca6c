import { ApiError, type RunMessage } from '@telltale/api';
import { NO_HISTORY } from '@telltale/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connection } from './connection.ts';
import type { Followed } from './keep-following.ts';
import { RunStore } from './run-store.ts';
import { at, planned, RUN_ID, STARTED, SUBMITTED, stepStarted, told, trace } from './test/told-run.ts';

const getRunView = vi.hoisted(() => vi.fn());
const followings = vi.hoisted((): { followed: Followed<RunMessage>; isStopped: boolean }[] => []);
const memory = vi.hoisted(() => new Map<string, unknown>());

vi.mock('./client.ts', async (original) => ({
  ...(await original<typeof import('./client.ts')>()),
  client: { getRunView },
}));
vi.mock('./keep-following.ts', () => ({
  keepFollowing: (followed: Followed<RunMessage>) => {
    const following = { followed, isStopped: false };
    followings.push(following);
    return () => {
      following.isStopped = true;
    };
  },
}));
vi.mock('./once-a-frame.ts', () => ({ onceAFrame: (work: () => void) => ({ request: work, stop: () => undefined }) }));
vi.mock('./remember-run.ts', () => ({
  recallRun: (runId: string) => Promise.resolve(memory.get(runId) ?? null),
  rememberRun: (runId: string, run: unknown) => memory.set(runId, run),
}));

const EVENTS = [SUBMITTED, STARTED, stepStarted('fetch'), planned('fetch', 4)] as const;
const stored = told(SUBMITTED, STARTED);

function answer(view = stored) {
  return { view, run: null, history: NO_HISTORY, asOf: at(9) };
}

async function open(store: RunStore): Promise<() => void> {
  const close = store.use();
  await vi.advanceTimersByTimeAsync(0);
  return close;
}

function current(): Followed<RunMessage> {
  const following = followings.findLast(({ isStopped }) => !isStopped);
  if (following === undefined) throw new Error('Nobody follows the run.');
  return following.followed;
}

beforeEach(() => {
  vi.useFakeTimers();
  getRunView.mockReset().mockResolvedValue(answer());
});

afterEach(() => {
  vi.useRealTimers();
  followings.length = 0;
  memory.clear();
});

describe('a run', () => {
  test('is loaded, and goes on with what is told of it', async () => {
    const store = new RunStore(RUN_ID);
    const seen: string[] = [];
    store.onEvents((events) => seen.push(...events.map(({ type }) => type)));
    const close = await open(store);
    expect(store.picture.get()).toMatchObject({ isRemembered: false, view: { lastSeq: 2, state: 'running' } });
    for (const event of trace(...EVENTS).slice(2)) current().receive({ kind: 'trace', event });
    expect(store.picture.get().view).toMatchObject({ lastSeq: 4, currentStep: 'fetch' });
    expect(seen).toEqual(['step.started', 'step.planned']);
    close();
  });

  test('is what this browser remembers of it until the server has answered', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    getRunView.mockReturnValue(promise);
    memory.set(RUN_ID, { view: told(SUBMITTED), summary: null, history: NO_HISTORY, asOf: at(0) });
    const store = new RunStore(RUN_ID);
    const close = await open(store);
    expect(store.picture.get()).toMatchObject({ isRemembered: true, asOf: at(0), view: { lastSeq: 1 } });
    resolve(answer());
    await vi.advanceTimersByTimeAsync(0);
    expect(store.picture.get()).toMatchObject({ isRemembered: false, view: { lastSeq: 2 } });
    close();
  });

  test('is put away for the next visit, in its last state', async () => {
    const store = new RunStore(RUN_ID);
    const close = await open(store);
    const [, , third] = trace(...EVENTS);
    if (third !== undefined) current().receive({ kind: 'trace', event: third });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(memory.get(RUN_ID)).toMatchObject({ view: { lastSeq: 3 } });
    close();
  });

  test('is asked for again until the server is there', async () => {
    const away = new ApiError('No.', { code: 'server_unreachable', status: null });
    getRunView.mockRejectedValueOnce(away).mockRejectedValueOnce(away);
    const store = new RunStore(RUN_ID);
    const close = await open(store);
    expect(connection.get()).toMatchObject({ state: 'offline', error: away });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(store.picture.get()).toMatchObject({ error: null, view: { lastSeq: 2 } });
    close();
  });

  test('that is not there says so, and keeps what is remembered of it', async () => {
    const error = new ApiError('There is none.', { code: 'run_not_found', status: 404 });
    getRunView.mockRejectedValue(error);
    memory.set(RUN_ID, { view: stored, summary: null, history: NO_HISTORY, asOf: at(0) });
    const store = new RunStore(RUN_ID);
    const close = await open(store);
    expect(store.picture.get()).toMatchObject({ error, isRemembered: true, view: { lastSeq: 2 } });
    expect(followings).toEqual([]);
    close();
  });

  test.each<RunMessage>([
    { kind: 'reset', firstSeq: 9, lastSeq: 12 },
    { kind: 'end', reason: 'gone' },
  ])('is loaded again after %j', async (message) => {
    const store = new RunStore(RUN_ID);
    const close = await open(store);
    getRunView.mockResolvedValue(answer(told(...EVENTS)));
    current().receive(message);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.picture.get().view?.lastSeq).toBe(4);
    expect(followings.map(({ isStopped }) => isStopped)).toEqual([true, false]);
    close();
  });

  test('is loaded again where the database was set back', async () => {
    const store = new RunStore(RUN_ID);
    const close = await open(store);
    getRunView.mockResolvedValue(answer(told(SUBMITTED)));
    current().onRefused(new ApiError('Ahead.', { code: 'seq_ahead', status: 409 }));
    await vi.advanceTimersByTimeAsync(0);
    expect(store.picture.get().view?.lastSeq).toBe(1);
    close();
  });

  test('is followed once, however often its page came and went', async () => {
    const store = new RunStore(RUN_ID);
    store.use()();
    const close = await open(store);
    expect(followings.filter(({ isStopped }) => !isStopped)).toHaveLength(1);
    close();
    expect(followings.filter(({ isStopped }) => !isStopped)).toEqual([]);
  });
});
