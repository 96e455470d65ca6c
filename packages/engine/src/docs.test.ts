import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createSignals, runChild, testDatabase } from '@telltale/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf } from '../test/rows.ts';
import {
  type AnyPipeline,
  type Client,
  createClient,
  createLocalArtifactStore,
  createWorker,
  type RunEnd,
  type Worker,
  type WorkerHooks,
} from './index.ts';

/** The examples of docs/pipelines.md, each in a file of the name that its first line says. */
const folder = fileURLToPath(new URL(`../test/.docs-${process.pid}/`, import.meta.url));
const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
const db = testDatabase();
const signals = createSignals<WorkerHooks>();

/** Serves `/there`, after a failure; everything else is missing. */
const site = createServer(({ url }, response) => {
  if (url === '/there') visits += 1;
  response.statusCode = url !== '/there' ? 404 : visits === 1 ? 503 : 200;
  response.end('Once upon a time there was a page.');
});
let visits = 0;

let page = '';
let client: Client;
let worker: Worker;

beforeAll(async () => {
  page = await readFile(new URL('../../../docs/pipelines.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)];
  await mkdir(folder);
  for (const [, name = '', code = ''] of examples) await writeFile(join(folder, name), code);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const names = ['page', 'tracks', 'lines', 'ping', 'guess', 'recording', 'review', 'site'];
  const pipelines = await Promise.all(names.map(pipelineOf));
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  client = await createClient({ url: db.url, pipelines, artifacts });
  worker = await createWorker({ url: db.url, pipelines, artifacts, hooks: signals.hooks });
});

afterAll(async () => {
  await worker.stop({ graceMs: 0 });
  await client.close();
  site.closeAllConnections();
  site.close();
  await rm(folder, { recursive: true });
});

/** The pipeline of an example: `page` of page.ts. */
async function pipelineOf(name: string): Promise<AnyPipeline> {
  const example: Record<string, AnyPipeline> = await import(/* @vite-ignore */ join(folder, `${name}.ts`));
  const pipeline = example[name];
  if (pipeline === undefined) throw new Error(`${name}.ts has no pipeline ${name}`);
  return pipeline;
}

/** An address of the site. */
function at(path: string): string {
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}/${path}`;
}

/** A file of its own for an example to read. */
async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function run(pipeline: string, input: unknown): Promise<{ readonly runId: string; readonly end: RunEnd }> {
  const { runId } = await client.submit(pipeline, input);
  return { runId, end: await client.wait(runId) };
}

async function resultOf(pipeline: string, input: unknown): Promise<unknown> {
  const { end } = await run(pipeline, input);
  if (end.state !== 'succeeded') throw new Error(JSON.stringify(end));
  return end.result;
}

/** What an example prints that is a program. */
function program(name: string) {
  return runChild(join(folder, name), { env: { DATABASE_URL: db.url } });
}

describe('every example of docs/pipelines.md', { timeout: 30_000 }, () => {
  test('is a file, and without an error of types', { timeout: 60_000 }, async () => {
    expect(page.match(/^```ts$/gm)).toHaveLength([...page.matchAll(/^```ts\n\/\/ \w[\w-]*\.ts$/gm)].length);
    const config = { extends: '../../../../tsconfig.json', include: ['*.ts'], exclude: [] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url));
    const said = await promisify(execFile)(tsc, ['-p', folder, '--listFiles']).catch(
      (failed: { stdout: string }) => failed,
    );
    const ofExamples = said.stdout.split('\n').filter((line) => line.includes(`.docs-${process.pid}/`));
    expect(ofExamples.filter((line) => line.includes('error TS'))).toEqual([]);
    expect(ofExamples.length).toBeGreaterThan(10);
  });

  test('greet: a worker and a submission are two programs', async () => {
    const working = program('worker.ts');
    const submitting = program('submit.ts');
    expect(await submitting.exit).toEqual({ code: 0, signal: null });
    const said = /It prints `(.*?)`/.exec(page)?.[1];
    expect(submitting.stdout).toBe(`${said}\n`);

    working.signal('SIGTERM');
    expect(await working.exit).toEqual({ code: 0, signal: null });
    expect(working.stdout).toMatch(/info Worker \S+ takes runs of greet\.[\s\S]*has stopped\./);
  });

  test('page: a step is tried again, and one that is not needed is skipped', async () => {
    const { runId, end } = await run('page', { url: at('there'), summary: 'A tale.' });
    expect(end).toEqual({ state: 'succeeded', result: 'A tale.' });
    const told = (await eventsOf(db, runId)).filter(({ type }) => type === 'step.retrying' || type === 'step.skipped');
    expect(told).toMatchObject([
      { type: 'step.retrying', data: { attempt: 2, error: { message: 'HTTP 503' } } },
      { type: 'step.skipped', step: 'summarize', data: { reason: 'the input has one' } },
    ]);
    expect(await resultOf('page', { url: at('there') })).toBe('Once upon a time the');
  });

  test('page, where there is none: the failure reads as it is quoted', async () => {
    const { end } = await run('page', { url: at('lost') });
    const quoted = /```text\n(Error in step fetch.*)\n```/.exec(page)?.[1];
    expect(end).toMatchObject({ state: 'failed', error: { message: quoted, code: 'step_failed' } });
    expect(end.state === 'failed' && end.error.report).toMatchObject({ step: 'fetch', kind: 'error' });
  });

  test('retry-all: what failed goes on', async () => {
    const retrying = program('retry-all.ts');
    expect(await retrying.exit).toEqual({ code: 0, signal: null });
    expect(retrying.stdout).toMatch(/^Error in step fetch .*\ngoes on as page-lost-run-2\n$/);
    await client.wait('page-lost-run-2');
  });

  test('tracks: an item can be skipped, or fail, and the others go on', async () => {
    const files = [await file('a.wav', 'la la'), await file('empty.wav', ''), join(folder, 'missing.wav')];
    const { runId, end } = await run('tracks', { album: 'first', files });
    expect(end).toEqual({ state: 'succeeded', result: [{ file: files[0], size: 5 }, undefined, undefined] });

    await file('missing.wav', 'found');
    const again = await client.retryFailedItems(runId, 'measure');
    const found = { file: files[2], size: 5 };
    const result = [{ file: files[0], size: 5 }, undefined, found];
    expect(await client.wait(again.runId)).toEqual({ state: 'succeeded', result });
  });

  test('lines: a stream gives counts', async () => {
    const input = { name: 'tale', file: await file('tale.txt', 'once\nupon\na\ntime\n') };
    expect(await resultOf('lines', input)).toEqual({ total: 4, done: 4, failed: 0, skipped: 0 });
  });

  test('ping: an action says what happened', async () => {
    const { runId, end } = await run('ping', { host: 'local', urls: [at('there'), at('lost')] });
    expect(end).toEqual({ state: 'succeeded', result: [200, 404] });
    const finished = (await eventsOf(db, runId)).filter(({ type }) => type === 'action.finished');
    expect(finished.map(({ item, data: { outcome, output } }) => ({ item, outcome, output }))).toEqual(
      expect.arrayContaining([
        { item: at('there'), outcome: 'success', output: '200' },
        { item: at('lost'), outcome: 'error', output: '404' },
      ]),
    );
  });

  test('guess: each attempt knows what those before it have tried', async () => {
    expect(await resultOf('guess', { game: 'first', secret: 3 })).toEqual({ number: 3, guesses: 3 });
  });

  test('recording: the file is there, and can be opened', async () => {
    const { runId, end } = await run('recording', { name: 'call', file: await file('call.wav', 'hello?') });
    expect(end).toMatchObject({ state: 'succeeded', result: { name: 'call.wav', kind: 'audio', bytes: 6 } });
    const { artifactId } = (end as { readonly result: { readonly artifactId: string } }).result;
    const { stream } = await client.openArtifact(runId, artifactId, { start: 1, end: 3 });
    expect(await text(stream)).toBe('ell');
    const told = (await eventsOf(db, runId)).map(({ type }) => type);
    expect(told).toEqual(expect.arrayContaining(['step.sized', 'artifact.stored']));
  });

  test('review: it waits for an answer, which answer.ts gives', async () => {
    const { runId } = await client.submit('review', { title: 'owls' });
    expect(await signals.on('runLeft').seen((left) => left.runId === runId)).toMatchObject({ how: 'paused' });
    const answering = program('answer.ts');
    expect(await answering.exit).toEqual({ code: 0, signal: null });
    expect(answering.stdout).toBe(`${runId} asks { text: 'Publish this?', draft: 'All about owls' }\n`);
    expect(await client.wait(runId)).toEqual({ state: 'succeeded', result: 'All about owls' });
  });

  test('site: it starts other runs', async () => {
    const runIds = await resultOf('site', { host: 'local', urls: [at('a'), at('b')] });
    expect(runIds).toEqual(['page-a-run-1', 'page-b-run-1']);
    await Promise.all(['page-a-run-1', 'page-b-run-1'].map((runId) => client.wait(runId)));
  });
});
