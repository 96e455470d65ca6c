import { createSignals, type Signals, startProxy, testDatabase, waitForRows } from '@telltale/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Listener, ListenerStatus } from './listener.ts';
import { type ListenerOptions, openListener } from './open-listener.ts';
import type { ListenerHooks } from './settings.ts';

const db = testDatabase();

interface Told extends ListenerHooks {
  live?(): void;
  notified?(notification: { readonly channel: string; readonly payload: string }): void;
  status?(status: ListenerStatus): void;
}

const CHANNEL = 'telltale_test';

/** A listener on the test's database, closed after the test. */
function listen(options: Partial<ListenerOptions> = {}): { listener: Listener; signals: Signals<Told> } {
  const signals = createSignals<Told>();
  const listener = openListener({
    ...(options.config === undefined ? { url: db.url } : {}),
    channels: [CHANNEL],
    retryMs: 5,
    onNotification: (channel, payload) => signals.hooks.notified?.({ channel, payload }),
    onLive: () => signals.hooks.live?.(),
    onStatus: (status) => signals.hooks.status?.(status),
    hooks: signals.hooks,
    ...options,
  } as ListenerOptions);
  onTestFinished(() => listener.close());
  return { listener, signals };
}

const notify = (payload: string, channel = CHANNEL) => db.query('SELECT pg_notify($1, $2)', [channel, payload]);

const SESSIONS = `SELECT pid FROM pg_stat_activity WHERE application_name = 'telltale-listener' AND datname = current_database()`;
const terminate = () => db.query(`SELECT pg_terminate_backend(pid) FROM (${SESSIONS}) AS sessions`);

describe('a listener', () => {
  test('is told what is notified on its channels, whatever they are called, and nothing else', async () => {
    const strange = `Über "all"; SELECT '`;
    const { signals } = listen({ channels: [CHANNEL, strange] });
    await signals.on('live').seen();
    await notify('not for it', 'elsewhere');
    await notify('not for it', strange.toLowerCase());
    await notify('1');
    await notify('', strange);
    await signals.on('notified').seen(({ channel }) => channel === strange);
    expect(signals.all('notified')).toEqual([
      { channel: CHANNEL, payload: '1' },
      { channel: strange, payload: '' },
    ]);
  });

  test('can be given the options of a pool, its password included', async () => {
    const { listener, signals } = listen({ config: db.pool().options });
    await signals.on('live').seen();
    expect(listener.status).toMatchObject({ state: 'live', error: null });
  });

  test('goes on when a callback throws, which becomes a warning', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    onTestFinished(() => warn.mockRestore());
    const fail = (what: string) => () => {
      throw new Error(`${what} of the test fails`);
    };
    const { signals } = listen({ onLive: fail('onLive'), onStatus: fail('onStatus') });
    await signals.on('listening').seen();
    await notify('1');
    await signals.on('notified').seen();
    expect(warn.mock.calls.map(([warning]) => warning)).toEqual([
      new Error('onStatus of the test fails'),
      new Error('onLive of the test fails'),
    ]);
  });

  test.each([[[]], [['']], [['a\0b']], [['ok', 'ü'.repeat(32)]]])('refuses the channels %j', (channels) => {
    const refused = expect.objectContaining({ code: 'filter_invalid', details: { field: 'channels' } });
    expect(() => listen({ channels })).toThrow(refused);
  });
});

describe('a listener that loses its connection', () => {
  test('says so, is live again by itself, and is told of what is notified from then on', async () => {
    const { listener, signals } = listen();
    for (const round of ['1', '2', '3']) {
      await signals.on('live').seen();
      const [retrying, live] = [signals.on('retrying').next(), signals.on('live').next()];
      await terminate();
      expect((await retrying).error).toMatchObject({ code: 'database_unreachable' });
      await live;
      const notified = signals.on('notified').next();
      await notify(round);
      expect(await notified).toEqual({ channel: CHANNEL, payload: round });
    }
    expect(signals.all('status').map(({ state }) => state)).toEqual([
      'live',
      ...['connecting', 'live', 'connecting', 'live', 'connecting', 'live'],
    ]);
    expect(listener.status.error).toBeNull();
  });

  test('is told that it is live again, since what was notified meanwhile is lost', async () => {
    const proxy = await startProxy({ target: db.url });
    const { listener, signals } = listen({ url: proxy.url });
    await signals.on('live').seen();
    const retrying = signals.on('retrying').next();
    await proxy.refuse();
    proxy.cut();
    await retrying;
    expect(listener.status).toMatchObject({ state: 'connecting', error: { code: 'database_unreachable' } });
    await notify('while it was away');
    const live = signals.on('live').next();
    await proxy.restore();
    await live;
    await notify('afterwards');
    await signals.on('notified').seen();
    expect(signals.all('notified')).toEqual([{ channel: CHANNEL, payload: 'afterwards' }]);
  });

  test.each(['toServer', 'toClient', undefined] as const)('(to a black hole, %s) notices it', async (direction) => {
    const proxy = await startProxy({ target: db.url });
    const { signals } = listen({ url: proxy.url, heartbeatMs: 30, answerTimeoutMs: 150 });
    await signals.on('live').seen();
    const retrying = signals.on('retrying').next();
    proxy.blackhole(direction === undefined ? {} : { direction });
    expect((await retrying).error.message).toMatch(/did not answer within 150 ms/);
    const live = signals.on('live').next();
    await proxy.restore();
    await live;
    await notify('1');
    await signals.on('notified').seen();
  });

  test('because the password is wrong says so, and keeps trying', async () => {
    const url = new URL(db.url);
    url.password = 'not-the-password';
    const { listener, signals } = listen({ url: url.href });
    const { error } = await signals.on('retrying').seen(({ attempt }) => attempt === 2);
    expect(error).toMatchObject({ code: 'database_unreachable', message: expect.stringContaining('password') });
    expect(String(error)).not.toContain('not-the-password');
    expect(listener.status.error).toBe(error);
  });
});

describe('close', () => {
  test('ends the session, after which nobody is told of anything', async () => {
    const { listener, signals } = listen();
    await signals.on('live').seen();
    await notify('before');
    await signals.on('notified').seen();
    const closed = listener.close();
    await notify('after');
    await Promise.all([closed, listener.close()]);
    expect(listener.status).toMatchObject({ state: 'closed', error: null });
    expect(signals.all('notified')).toHaveLength(1);
    await waitForRows(db.pool(), { text: SESSIONS, until: (rows) => rows.length === 0 });
  });

  test('does not wait for a database that is away', async () => {
    const proxy = await startProxy({ target: db.url });
    await proxy.refuse();
    const { listener, signals } = listen({ url: proxy.url, retryMs: 60_000, maxRetryMs: 60_000 });
    await signals.on('retrying').seen();
    await listener.close();
    expect(signals.all('live')).toEqual([]);
  });

  test('does not wait for a black hole', async () => {
    const proxy = await startProxy({ target: db.url });
    const { listener, signals } = listen({ url: proxy.url });
    await signals.on('live').seen();
    proxy.blackhole();
    await listener.close();
    expect(listener.status.state).toBe('closed');
  });

  test('comes with the end of an `await using` block', async () => {
    const { listener } = listen();
    {
      await using listening = listener;
      expect(listening.status.state).toBe('connecting');
    }
    expect(listener.status.state).toBe('closed');
  });
});
