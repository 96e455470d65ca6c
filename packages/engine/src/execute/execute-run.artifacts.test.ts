import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { testEngine } from '../../test/engine.ts';
import type { Artifact } from '../artifacts/artifact.ts';

const db = testDatabase();
const engine = testEngine(db);

test('an artifact is in its place when the trace names it, and can be opened by a client', async () => {
  const { runId, end } = await engine.run(
    async ({ step }) =>
      await step('one', (s) =>
        s.artifact({ name: 'Folge 1.txt', kind: 'transcript', contentType: 'text/plain', source: 'Guten Tag' }),
      ),
  );
  const artifact = (end.state === 'succeeded' ? end.result : null) as Artifact;
  expect(artifact).toMatchObject({
    name: 'Folge 1.txt',
    kind: 'transcript',
    contentType: 'text/plain',
    bytes: 9,
    sha256: createHash('sha256').update('Guten Tag').digest('hex'),
  });
  expect((await engine.events(runId)).find(({ type }) => type === 'artifact.stored')).toMatchObject({
    step: 'one',
    data: { artifactId: artifact.artifactId, location: artifact.location, sha256: artifact.sha256 },
  });
  const opened = await engine.client.openArtifact(runId, artifact.artifactId);
  expect(await text(opened.stream)).toBe('Guten Tag');
});

test('an artifact of an item belongs to it', async () => {
  const { runId } = await engine.run(async ({ step }) => {
    await step('one', (s) =>
      s.items(['a', 'b'], { key: String }, async (key) => {
        await s.artifact({ name: `${key}.txt`, kind: 'text', source: key });
      }),
    );
  });
  const { artifacts } = await engine.client.reader.listArtifacts({ runId });
  expect(artifacts.map(({ name, step, item }) => [name, step, item])).toEqual([
    ['a.txt', 'one', 'a'],
    ['b.txt', 'one', 'b'],
  ]);
});

test('a source that breaks off leaves no event and no artifact, and the step fails with why', async () => {
  const source = Readable.from(
    (async function* () {
      yield Buffer.from('half of');
      throw new Error('connection reset');
    })(),
  );
  const { runId, message } = await engine.failureOf(async ({ step }) => {
    await step('one', (s) => s.artifact({ name: 'a', kind: 'b', source }));
  });
  expect(message).toMatch(/^Error in step one: .*connection reset/);
  expect(await engine.trace(runId)).not.toContain('artifact.stored one');
  expect((await engine.client.reader.listArtifacts({ runId })).artifacts).toEqual([]);
});

test('what a body stores while it lets go is kept, and what was on its way when the signal aborted is not', async () => {
  const { runId, message } = await engine.failureOf(async ({ step }) => {
    await step('one', { timeoutMs: 50 }, async (s) => {
      const endless = Readable.from(
        (async function* () {
          yield Buffer.from('half of');
          await once(s.signal, 'abort');
          yield Buffer.from('the rest');
        })(),
      );
      await expect(s.artifact({ name: 'too late', kind: 'text', source: endless })).rejects.toThrow();
      await s.artifact({ name: 'saved', kind: 'text', source: 'how far it had come' });
      throw s.signal.reason;
    });
  });
  expect(message).toContain('took longer than its');
  const { artifacts } = await engine.client.reader.listArtifacts({ runId });
  expect(artifacts.map(({ name }) => name)).toEqual(['saved']);
});
