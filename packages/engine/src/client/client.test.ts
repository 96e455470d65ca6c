import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { episode, newSubject } from '../../test/pipelines.ts';
import { WorkerSide } from '../../test/worker-side.ts';
import { createLocalArtifactStore } from '../artifacts/index.ts';
import { createClient } from '../client.ts';

const db = testDatabase();
const worker = new WorkerSide(db);

describe('createClient', () => {
  test('refuses a database that is not set up', async () => {
    await db.query('ALTER SCHEMA telltale RENAME TO elsewhere');
    try {
      await expect(createClient({ url: db.url })).rejects.toMatchObject({ code: 'schema_outdated' });
      await expect(createClient({ pool: db.pool() })).rejects.toMatchObject({ code: 'schema_outdated' });
    } finally {
      await db.query('ALTER SCHEMA elsewhere RENAME TO telltale');
    }
  });

  test.each([
    ['there is no server', 'postgres://user:hunter2@127.0.0.1:1/x', 'nothing listens on that port'],
    ['the URL is none', 'postgres://user:hunter2@host:port/x', 'the URL is not a valid one'],
  ])('says so when %s, without the password', async (_, url, reason) => {
    const error = await createClient({ url }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'database_unreachable', message: expect.stringContaining(reason) });
    expect((error as Error).message).not.toContain('hunter2');
  });

  test('refuses two pipelines of one name', async () => {
    await using client = await createClient({ url: db.url, pipelines: [episode, episode] });
    const other = { ...episode };
    expect(client.reader).toBeDefined();
    await expect(createClient({ url: db.url, pipelines: [episode, other] })).rejects.toMatchObject({
      code: 'pipeline_invalid',
    });
  });
});

describe('close', () => {
  test('ends what waits, refuses what comes later, and can be called twice', async () => {
    const client = await createClient({ url: db.url, pipelines: [episode] });
    const { runId } = await client.submit(episode, { subject: newSubject() });
    const waited = expect(client.wait(runId)).rejects.toMatchObject({ code: 'client_closed' });
    await Promise.all([client.close(), client.close()]);
    await waited;
    await expect(client.pause(runId)).rejects.toMatchObject({ code: 'client_closed' });
    await expect(client.wait(runId)).rejects.toMatchObject({ code: 'client_closed' });
  });

  test('leaves the pool that it was given open', async () => {
    const pool = db.pool();
    const client = await createClient({ pool });
    await client.close();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('view and estimate', () => {
  test('are made of all events, however many pages they fill', async () => {
    await using client = await createClient({ url: db.url });
    const { runId } = await client.submit(episode, { subject: newSubject() });
    const owner = await worker.take(runId);
    await worker.record(runId, owner, (run) => {
      void run.event({ type: 'step.started', step: 'download', data: { number: 1, of: 3, attempt: 1 } });
      for (let line = 0; line < 2_500; line += 1) {
        void run.event({ type: 'log.written', step: 'download', data: { level: 'info', message: `line ${line}` } });
      }
      void run.event({ type: 'step.succeeded', step: 'download', data: { durationMs: 1 } });
    });

    const view = await client.view(runId);
    expect(view).toMatchObject({ state: 'running', lastSeq: 2_504, pipeline: 'episode' });
    expect(view.steps.map(({ state }) => state)).toEqual(['succeeded', 'pending', 'pending']);
    // One step of three is done, and of the two others nothing is known.
    expect(await client.estimate(runId)).toMatchObject({ percent: 33, unknownSteps: ['transcribe', 'embed'] });
  });

  test('say that there is no such run', async () => {
    await using client = await createClient({ url: db.url });
    await expect(client.view('unheard')).rejects.toMatchObject({ code: 'run_not_found' });
    await expect(client.estimate('x\0y')).rejects.toMatchObject({ code: 'run_not_found' });
  });
});

describe('openArtifact', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'telltale-client-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('gives a file of a run, or a part of it, and what the trace says of it', async () => {
    const artifacts = createLocalArtifactStore({ folder });
    await using client = await createClient({ url: db.url, artifacts });
    const { runId } = await client.submit(episode, { subject: newSubject() });
    const stored = await artifacts.put({ runId, source: 'hello there' });
    const about = { artifactId: 'a-1', kind: 'text', name: 'hello.txt', contentType: 'text/plain' };
    await worker.tell(runId, { type: 'artifact.stored', step: 'download', data: { ...about, ...stored } });

    const whole = await client.openArtifact(runId, 'a-1');
    expect(await text(whole.stream)).toBe('hello there');
    expect(whole).toMatchObject({ bytes: 11, range: null, artifact: { ...about, step: 'download' } });
    const part = await client.openArtifact(runId, 'a-1', { start: 6 });
    expect(await text(part.stream)).toBe('there');
    await expect(client.openArtifact(runId, 'a-2')).rejects.toMatchObject({
      code: 'artifact_not_found',
      message: `There is no artifact a-2 in run ${runId}.`,
    });
    await expect(client.openArtifact('unheard', 'a-1')).rejects.toMatchObject({ code: 'artifact_not_found' });
  });

  test('wants a store', async () => {
    await using client = await createClient({ url: db.url });
    await expect(client.openArtifact('x', 'y')).rejects.toMatchObject({ code: 'artifact_store_missing' });
  });
});
