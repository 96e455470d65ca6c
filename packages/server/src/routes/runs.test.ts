import { setImmediate } from 'node:timers/promises';
import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { testServer } from '../../test/server.ts';

const server = testServer(testDatabase());
let succeeded: string;
let failed: string;

beforeAll(async () => {
  succeeded = await server.run(async ({ step }) => {
    await step('fetch', async (s) => {
      await s.action('fetch', { url: 'https://example.com' }, () => 'ok');
      await s.artifact({ name: 'a.txt', kind: 'text', contentType: 'text/plain', source: 'hello' });
    });
    await step('transcribe', (s) => s.items(['a', 'b'], { key: (item) => item, unit: 'segments' }, () => undefined));
    await step('publish', () => undefined);
  });
  failed = await server.run(({ step }) =>
    step('fetch', () => {
      throw new Error('the disk is full');
    }),
  );
});

describe('listing', () => {
  test('runs come newest first, page by page, each with its verdict as a sentence', async () => {
    const first = await server.ok('listRuns', { query: { limit: 1 } });
    expect(first.runs.map(({ runId }) => runId)).toEqual([failed]);
    expect(first.runs[0]).toMatchObject({
      state: 'failed',
      title: expect.stringContaining('About'),
      sentence: expect.stringMatching(/^Failed .* ago at step 1 of 3 'fetch'$/),
      failure: expect.stringContaining('the disk is full'),
    });
    const rest = await server.ok('listRuns', { query: { limit: 1, cursor: String(first.nextCursor) } });
    expect(rest.runs.map(({ runId }) => runId)).toEqual([succeeded]);
    expect(rest.nextCursor).toBeNull();
  });

  test('filters hold together, and a parameter that is given twice is one with a comma', async () => {
    const both = await server.request('/api/v1/runs?status=failed&status=succeeded&pipeline=scripted');
    expect(await both.json()).toMatchObject({ runs: [{ runId: failed }, { runId: succeeded }] });
    const { runs } = await server.ok('listRuns', { query: { verdict: 'succeeded,cancelled', text: 'about' } });
    expect(runs.map(({ runId }) => runId)).toEqual([succeeded]);
    expect((await server.ok('listRuns', { query: { waiting: true } })).runs).toEqual([]);
  });

  test('the runs of a subject', async () => {
    const { subject } = await server.ok('getRun', { params: { runId: failed } });
    const { runs } = await server.ok('listRunsOfSubject', { params: { subject }, query: { pipeline: 'scripted' } });
    expect(runs.map(({ runId }) => runId)).toEqual([failed]);
    expect((await server.ok('listRunsOfSubject', { params: { subject: 'nobody' } })).runs).toEqual([]);
  });

  test('a cursor of another list, and one that was made up, are refused', async () => {
    expect(await server.error('listRuns', { query: { cursor: 'x' } })).toMatchObject({
      status: 400,
      code: 'cursor_invalid',
    });
  });

  test('counts are by status and by verdict, of all pipelines or of one', async () => {
    expect(await server.ok('countRuns')).toMatchObject({
      total: 2,
      byStatus: { succeeded: 1, failed: 1, running: 0 },
      byVerdict: { succeeded: 1, failed: 1, stuck: 0 },
    });
    expect(await server.ok('countRuns', { query: { pipeline: 'other' } })).toMatchObject({ total: 0 });
  });

  test('however many ask for counts at once, they are counted once', async () => {
    const { reader } = server.client;
    const { countRuns } = reader;
    let asked = 0;
    Object.assign(reader, { countRuns: (...args: Parameters<typeof countRuns>) => ++asked && countRuns(...args) });
    const counts = await Promise.all(
      Array.from({ length: 20 }, () => server.ok('countRuns', { query: { pipeline: 'a' } })),
    );
    Object.assign(reader, { countRuns });
    expect(new Set(counts.map(({ total }) => total))).toEqual(new Set([0]));
    expect(asked).toBe(1);
  });
});

describe('one run', () => {
  test('has its attempts, open actions and files', async () => {
    const run = await server.ok('getRun', { params: { runId: succeeded } });
    expect(run).toMatchObject({ runId: succeeded, state: 'succeeded', percent: null, runningActions: [] });
    expect(run.attempts.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'fetch succeeded',
      'transcribe succeeded',
      'publish succeeded',
    ]);
    expect(run.artifacts).toEqual([{ kind: 'text', count: 1, bytes: 5 }]);
  });

  test('the view is what reduce makes of the events, with the estimate', async () => {
    const { view, estimate, aliveAt } = await server.ok('getRunView', { params: { runId: succeeded } });
    expect(view).toEqual(await server.client.view(succeeded));
    expect(estimate).toMatchObject({ percent: 100, remaining: { known: true, source: 'done' } });
    expect(aliveAt).toBeNull();
  });

  test('what it gave back comes as JSON, also what JSON has no word for', async () => {
    const at = new Date('2026-11-21T03:14:15.926Z');
    const runId = await server.run(() => ({
      at,
      days: new Map([[1n, { at }]]),
      words: new Set(['a', 2n]),
      bytes: Buffer.from('hello'),
      list: [undefined, Number.NaN, -0, null],
      nothing: undefined,
    }));
    expect(await server.ok('getResult', { params: { runId } })).toEqual({
      runId,
      state: 'succeeded',
      result: {
        at: at.toISOString(),
        days: [['1', { at: at.toISOString() }]],
        words: ['a', '2'],
        bytes: 'aGVsbG8=',
        list: [null, 'NaN', 0, null],
      },
      failure: null,
    });
  });

  test('of a run that gave nothing back, failed or was cancelled there is no result, but why', async () => {
    const nothing = { result: null, failure: null };
    const ended = { runId: succeeded, state: 'succeeded', ...nothing };
    expect(await server.ok('getResult', { params: { runId: succeeded } })).toEqual(ended);
    const { failure } = await server.ok('getRun', { params: { runId: failed } });
    const why = { runId: failed, state: 'failed', result: null, failure };
    expect(await server.ok('getResult', { params: { runId: failed } })).toEqual(why);

    const gate = Promise.withResolvers<never>();
    const runId = await server.start(({ step }) =>
      step('fetch', (s) => {
        s.signal.addEventListener('abort', () => gate.reject(s.signal.reason));
        return gate.promise;
      }),
    );
    await server.seen(runId, ({ type }) => type === 'step.started');
    expect(await server.error('getResult', { params: { runId } })).toMatchObject({
      status: 409,
      code: 'run_not_ended',
      message: `Run ${runId} has no result yet: it is running.`,
      hint: expect.stringContaining('/stream'),
    });
    await server.ok('cancelRun', { params: { runId } });
    await server.client.wait(runId);
    expect(await server.ok('getResult', { params: { runId } })).toEqual({ runId, state: 'cancelled', ...nothing });
  });

  test('a result that is too large for an answer is not sent, with what to do', async () => {
    const runId = await server.run(() => 'ä'.repeat(4_190_000));
    expect(await server.ok('getResult', { params: { runId } })).toMatchObject({ state: 'succeeded' });
    const { pool } = server.context;
    await pool.query(`UPDATE dbos.workflow_output SET output = replace(output, 'ä', 'äaa') WHERE workflow_uuid = $1`, [
      runId,
    ]);
    expect(await server.error('getResult', { params: { runId } })).toMatchObject({
      status: 409,
      code: 'result_oversized',
      hint: expect.stringContaining('artifact'),
    });
  });

  test('current tells how a run ended', async () => {
    expect(await server.ok('getCurrent', { params: { runId: succeeded } })).toMatchObject({
      state: 'succeeded',
      step: { name: 'publish', state: 'succeeded' },
      run: { percent: 100, sentence: 'nothing left' },
      failure: null,
    });
    expect(await server.ok('getCurrent', { params: { runId: failed } })).toMatchObject({
      state: 'failed',
      step: { name: 'fetch', state: 'failed' },
      failure: expect.stringContaining('the disk is full'),
    });
  });

  test('current tells of items as they are worked on, and keeps it through a pause', async () => {
    const gate = Promise.withResolvers<void>();
    const runId = await server.start(({ step }) =>
      step('transcribe', (s) =>
        s.items(['a', 'b', 'c'], { key: (item) => item, unit: 'segments', concurrency: 1 }, async (item) => {
          if (item === 'b') await gate.promise;
          while (item === 'b') {
            s.pausePoint();
            await setImmediate();
          }
        }),
      ),
    );
    const isAtB = (current: readonly { key: string }[]) => current.some(({ key }) => key === 'b');
    await server.seen(
      runId,
      (event) => event.type === 'step.progressed' && isAtB(event.data.current) && event.data.done === 1,
    );
    const working = await server.ok('getCurrent', { params: { runId } });
    expect(working).toMatchObject({
      state: 'running',
      step: { name: 'transcribe', number: 2, of: 3, kind: 'items', state: 'running' },
      progress: { total: 3, processed: 1, remaining: 2, percent: 33, sentence: '1 of 3 segments' },
      currentlyProcessing: [{ key: 'b' }],
      upNext: [{ key: 'c' }],
    });
    await server.ok('pauseRun', { params: { runId }, body: {} });
    const paused = server.seen(runId, ({ type }) => type === 'run.paused');
    gate.resolve();
    await paused;
    expect(await server.ok('getCurrent', { params: { runId } })).toMatchObject({
      state: 'paused',
      step: { name: 'transcribe', state: 'stopped' },
      progress: { total: 3, processed: 1, percent: 33 },
      currentlyProcessing: [],
      upNext: [{ key: 'b' }, { key: 'c' }],
    });
  });
});

describe('events', () => {
  test('come from a seq on, of some types or of all', async () => {
    const { events, firstSeq, lastSeq, reset } = await server.ok('readEvents', { params: { runId: succeeded } });
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: lastSeq }, (_, index) => index + 1));
    expect({ firstSeq, reset }).toEqual({ firstSeq: 1, reset: false });
    const rest = await server.ok('readEvents', {
      params: { runId: succeeded },
      query: { after: lastSeq - 1, limit: 5 },
    });
    expect(rest.events.map(({ type }) => type)).toEqual(['run.succeeded']);
    const query = { types: 'run.submitted,run.succeeded' };
    const some = await server.ok('readEvents', { params: { runId: succeeded }, query });
    expect(some.events.map(({ type }) => type)).toEqual(['run.submitted', 'run.succeeded']);
  });

  test('a seq that the run has not reached is refused', async () => {
    const ask = { params: { runId: succeeded }, query: { after: 9_999 } };
    expect(await server.error('readEvents', ask)).toMatchObject({ status: 409, code: 'seq_ahead' });
    expect(await server.error('downloadEvents', ask)).toMatchObject({ status: 409, code: 'seq_ahead' });
  });

  test('the download has one event a line, all of them', async () => {
    const response = await server.ask('downloadEvents', { params: { runId: succeeded } });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${succeeded}.jsonl"`);
    const lines = (await response.text()).split('\n').slice(0, -1);
    const { events } = await server.ok('readEvents', { params: { runId: succeeded } });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(events);
  });

  test('the download goes on from a seq, and is empty after the last', async () => {
    const { lastSeq } = await server.ok('readEvents', { params: { runId: succeeded } });
    const rest = await server.ask('downloadEvents', { params: { runId: succeeded }, query: { after: lastSeq - 1 } });
    expect((await rest.text()).split('\n')).toHaveLength(2);
    const none = await server.ask('downloadEvents', { params: { runId: succeeded }, query: { after: lastSeq } });
    expect(await none.text()).toBe('');
  });
});

test.for(['getRun', 'getCurrent', 'getRunView', 'readEvents', 'downloadEvents'] as const)(
  '%s of a run that is not there says so',
  async (name) => {
    for (const runId of ['scripted-nobody-run-1', '../../etc/passwd', 'x\0y']) {
      expect(await server.error(name, { params: { runId } })).toMatchObject({
        status: 404,
        code: 'run_not_found',
        hint: expect.stringContaining('Check the id'),
      });
    }
  },
);
