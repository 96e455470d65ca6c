import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateLibrary } from '@telltale/episode';
import { inTransaction, registerRun } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runCommand, type Said } from '../../test/run-command.ts';
import type { Checked } from '../doctor/run-checks.ts';

const db = testDatabase();
const empty = testDatabase({ empty: true });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-doctor-'));
  await program('ffmpeg', 'echo "ffmpeg version 7.1 Copyright"');
  await program('chromium', 'if [ "$1" = --version ]; then echo "Chromium 141.0.1"; else echo "<p>It works</p>"; fi');
});
/** Puts a program on the PATH. Gives where it is. */
async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Said> {
  const own = { PATH: folder, TELLTALE_DATA: join(folder, 'data'), TELLTALE_DATABASE_URL: db.url, TELLTALE_PORT: '0' };
  return await runCommand(['doctor', ...args], { env: { ...own, ...env }, cwd: folder });
}

/** What each check found, by its name. */
async function findings(env: NodeJS.ProcessEnv = {}): Promise<Record<string, Omit<Checked, 'check'>>> {
  const { stdout } = await run(['--json'], env);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Checked);
  return Object.fromEntries(lines.map(({ check, ...finding }) => [check, finding]));
}

/** An HTTP server, closed after the test. Gives its URL. */
async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('telltale doctor', () => {
  test('finds that everything but workers is in place', async () => {
    const found = await findings();
    const { workers, ffprobe, model, speech, whisper, server, transcription, ...others } = found;
    const { indexes, musicbrainz, library, ...rest } = others;
    expect(Object.values(rest).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(Object.keys(rest)).toHaveLength(17);
    expect(workers).toMatchObject({ outcome: 'warn', message: 'No worker is alive: runs wait.' });
    expect(rest.ffmpeg?.message).toBe(`7.1 (${join(folder, 'ffmpeg')})`);
    expect(rest.browser?.message).toBe(`Chromium 141.0.1 (${join(folder, 'chromium')})`);
    expect(ffprobe).toMatchObject({ outcome: 'warn', hint: 'Install ffmpeg, such as: apt install ffmpeg' });
    expect(rest.embeddings?.message).toBe('USE-lite on this machine (English), 512 dimensions');
    // PocketSphinx is there or not.
    expect(transcription?.outcome).toMatch(/^(ok|warn)$/);
    for (const each of [model, speech, whisper, server, indexes, musicbrainz, library])
      expect(each?.outcome).toBe('skipped');
  });

  test('exits with 0 for warnings, and shows how to mend them', async () => {
    const { stdout, exitCode } = await run([]);
    expect(stdout).toContain('✓ schema ');
    expect(stdout).toMatch(/! workers +No worker is alive: runs wait\.\n +→ Start one with/);
    expect(stdout).toMatch(/\n0 failures, 2 warnings\.\n$/);
    expect(exitCode).toBe(0);
  });

  test('fails for a database that cannot be reached, and skips what needs it', async () => {
    const { stdout, exitCode } = await run(['--json'], {
      TELLTALE_DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x',
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('"check":"database","outcome":"fail"');
    expect(stdout).toContain('"check":"schema","outcome":"skipped"');
    expect(stdout).not.toContain('hunter2');
  });

  test('shows no password of an address', async () => {
    const { stdout } = await run([], { TELLTALE_MODEL_BASE_URL: 'http://me:hunter2@127.0.0.1:1/v1' });
    expect(stdout).toContain('127.0.0.1:1/v1 cannot be reached');
    expect(stdout).not.toContain('hunter2');
  });

  test('warns of a data folder that others may write to', async () => {
    const open = join(folder, 'open to all');
    await mkdir(open);
    expect((await findings({ TELLTALE_DATA: open }))['data folder']).toMatchObject({ outcome: 'ok' });
    await chmod(open, 0o777);
    expect((await findings({ TELLTALE_DATA: open }))['data folder']).toMatchObject({
      outcome: 'warn',
      hint: expect.stringContaining(`chmod go-w ${open}`),
    });
  });

  test('looks at the embedded database without starting it', async () => {
    const found = await findings({ TELLTALE_DATABASE_URL: '' });
    expect(found.database).toMatchObject({
      outcome: 'ok',
      message: expect.stringMatching(/embedded; it does not run now$/),
    });
    expect(found.workers?.outcome).toBe('skipped');
  });

  test('says of an empty database that it is to be set up, which is no failure', async () => {
    const found = await findings({ TELLTALE_DATABASE_URL: empty.url });
    expect(found.schema).toMatchObject({ outcome: 'warn', message: 'The database holds no tables of Telltale yet.' });
    expect(found.dbos).toMatchObject({ outcome: 'warn', message: 'The database holds no tables of DBOS yet.' });
    expect(Object.values(found).filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  });

  test('names all that is wrong with the configuration, and looks no further', async () => {
    const { stdout, exitCode } = await run(['--json'], { TELLTALE_PORT: 'x', TELLTALE_LOGIN: 'y' });
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect(stdout).toContain('server.login has to be auto or always');
    expect(exitCode).toBe(1);
  });

  test('warns of runs in a queue that nobody serves, and of a schema that somebody changed', async () => {
    await inTransaction(db.pool(), async (transaction) => {
      const { runId } = await registerRun(transaction, {
        pipeline: 'lonely',
        subject: 's',
        version: '1',
        steps: ['a'],
      });
      await transaction.query(
        `INSERT INTO dbos.workflow_status (workflow_uuid, status, name, queue_name) VALUES ($1, 'ENQUEUED', 'lonely', 'lonely')`,
        [runId],
      );
    });
    await db.query('DROP INDEX telltale.progress_waiting');
    const { queues, schema } = await findings();
    expect(queues?.message).toBe('Runs wait in queues that no live worker serves: lonely (1 run).');
    expect(schema).toMatchObject({
      outcome: 'warn',
      message: expect.stringContaining('table telltale.progress (changed)'),
    });
  });

  test('fails where the server would refuse to start: open to others, and no token', async () => {
    const { tokens } = await findings({ TELLTALE_HOST: '0.0.0.0' });
    expect(tokens).toMatchObject({ outcome: 'fail', hint: expect.stringContaining('telltale token create') });
  });

  test('fails for a port that another program has', async () => {
    const { port } = new URL(await serve((_, response) => response.end('hello')));
    const found = await findings({ TELLTALE_PORT: port });
    expect(found.port).toMatchObject({
      outcome: 'fail',
      message: `Port ${port} on 127.0.0.1 cannot be used: another program has it.`,
    });
  });

  test('asks providers whether they take the key and have the model', async () => {
    const url = await serve(({ headers: { authorization }, url: path }, response) => {
      response.statusCode = authorization === 'Bearer good' && path === '/v1/models' ? 200 : 401;
      response.end('{"data":[{"id":"tiny"},{"id":"large"}]}');
    });
    const model = { TELLTALE_MODEL_BASE_URL: `${url}/v1/`, TELLTALE_MODEL_NAME: 'tiny' };
    const speech = {
      TELLTALE_SPEECH_BASE_URL: `${url}/v1`,
      TELLTALE_SPEECH_API_KEY: 'good',
      TELLTALE_SPEECH_MODEL: 'huge',
    };
    const found = await findings({ ...model, TELLTALE_MODEL_API_KEY: 'bad', ...speech });
    expect(found.model).toMatchObject({ outcome: 'fail', message: `${url}/v1/ does not accept the key (401).` });
    expect(found.speech).toMatchObject({
      outcome: 'warn',
      message: `${url}/v1 has no model huge; it has tiny, large.`,
    });
    const better = await findings({ ...model, TELLTALE_MODEL_API_KEY: 'good' });
    expect(better.model).toEqual({ outcome: 'ok', message: `${url}/v1/, tiny` });
  });

  test('says what a model needs before anything is asked of its provider', async () => {
    const found = await findings({ TELLTALE_MODEL_NAME: 'openai:tiny' });
    expect(found.model).toMatchObject({
      outcome: 'fail',
      message: 'The model "openai:tiny" cannot be used: there is no API key for it.',
    });
    expect((await findings({ TELLTALE_MODEL_NAME: 'tiny' })).model).toMatchObject({
      outcome: 'fail',
      hint: expect.stringContaining('provider:model'),
    });
  });

  test('opens a browser for real, and says why one does not open', async () => {
    const broken = await program(
      'broken',
      'if [ "$1" = --version ]; then echo "Chromium 1.0"; else echo no >&2; exit 1; fi',
    );
    expect((await findings({ TELLTALE_BROWSER_EXECUTABLE_PATH: broken })).browser).toMatchObject({
      outcome: 'fail',
      message: `The browser ${broken} opens no page: no.`,
    });
    const missing = await findings({ TELLTALE_BROWSER_EXECUTABLE_PATH: join(folder, 'nowhere') });
    expect(missing.browser).toMatchObject({ outcome: 'fail', message: expect.stringContaining('nowhere') });
  });

  test('knows a whisper model by its first bytes', async () => {
    const file = join(folder, 'model.bin');
    await writeFile(file, 'lmgg and more');
    expect((await findings({ TELLTALE_SPEECH_WHISPER_MODEL: file })).whisper?.outcome).toBe('ok');
    await writeFile(file, '<html>');
    expect((await findings({ TELLTALE_SPEECH_WHISPER_MODEL: file })).whisper?.message).toContain(
      'is not a whisper.cpp model',
    );
    await rm(file);
    expect((await findings({ TELLTALE_SPEECH_WHISPER_MODEL: file })).whisper?.outcome).toBe('fail');
  });

  test('knows whisper models by name, and says that one will be downloaded', async () => {
    expect((await findings({ TELLTALE_SPEECH_WHISPER_MODEL: 'base.en' })).whisper).toMatchObject({
      outcome: 'ok',
      message: 'base.en, which the first transcription downloads',
    });
    expect((await findings({ TELLTALE_SPEECH_WHISPER_MODEL: 'enormous' })).whisper).toMatchObject({
      outcome: 'fail',
      hint: expect.stringContaining('base.en'),
    });
  });

  test('tries the embeddings of a provider, and says what is missing for podcastindex', async () => {
    const url = await serve((_, response) => void response.writeHead(401).end('{}'));
    const { embeddings, indexes } = await findings({
      TELLTALE_EMBEDDINGS_BASE_URL: url,
      TELLTALE_EPISODE_INDEXES: 'fyyd,podcastindex',
    });
    expect(embeddings).toMatchObject({ outcome: 'fail', hint: expect.stringMatching(/key/i) });
    expect(indexes).toMatchObject({ outcome: 'warn', hint: expect.stringContaining('podcastindex.apiKey') });
  });

  test('warns where episodes are ready and the store of vectors has none, with the command that mends it', async () => {
    await migrateLibrary(db.pool());
    expect((await findings()).vectors).toMatchObject({ outcome: 'ok' });
    await db.query(`
      WITH made AS (
        INSERT INTO telltale_episode.episode (id, ready_at) VALUES ('0000000000000001', now()) RETURNING id
      )
      INSERT INTO telltale_episode.chunk (episode_id, index, text, start_s, end_s, segment_start, segment_end)
      SELECT id, 0, 'The lamp.', 0, 1, 0, 0 FROM made`);
    const { vectors } = await findings();
    await db.query('DELETE FROM telltale_episode.episode');
    expect(vectors).toMatchObject({
      outcome: 'warn',
      message: expect.stringMatching(/^Of 1 episode nothing is indexed in /),
      hint: 'Run "telltale reindex --yes".',
    });
  });

  test('counts the episodes, and names what of deleted ones is left', async () => {
    await migrateLibrary(db.pool());
    expect((await findings()).library).toMatchObject({ outcome: 'ok', message: '0 episodes' });
    await db.query(
      `INSERT INTO telltale_episode.removal (kind, key, attempts, last_error) VALUES ('vectors', 'x', 3, 'Qdrant is away')`,
    );
    expect((await findings()).library).toMatchObject({
      outcome: 'warn',
      message: '1 thing of deleted episodes could not be removed yet: Qdrant is away',
    });
  });
});
