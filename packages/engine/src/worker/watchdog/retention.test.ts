import { Readable } from 'node:stream';
import { testDatabase } from '@telltale/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { newSubject } from '../../../test/pipelines.ts';
import { startTestWorker, stopTestWorkers } from '../../../test/test-worker.ts';
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import { createClient } from '../../client.ts';
import { definePipeline } from '../../pipeline/define-pipeline.ts';

const db = testDatabase();
stopTestWorkers();

/** A store that remembers which files it has. */
function memoryStore(files: Set<string>): ArtifactStore {
  return {
    description: 'memory',
    put: async ({ runId }) => {
      const sha256 = 'a'.repeat(64);
      files.add(`${runId}/${sha256}`);
      return { location: `${runId}/${sha256}`, bytes: 1, sha256 };
    },
    open: async () => ({ stream: Readable.from([]), bytes: 0, range: null }),
    stat: async () => null,
    remove: async (location) => void files.delete(location),
    check: async () => undefined,
  };
}

const pipeline = definePipeline({
  name: 'filing',
  version: '1',
  input: z.object({ subject: z.string() }),
  subject: ({ subject }) => subject,
  steps: ['file'],
  run: async ({ step }) => {
    await step('file', (s) => s.artifact({ kind: 'text', name: 'a.txt', source: 'a' }));
  },
});

test('a worker removes what ended longer ago than it is to be kept, with its files, when it starts', async () => {
  const files = new Set<string>();
  const artifacts = memoryStore(files);
  await using client = await createClient({ url: db.url, pipelines: [pipeline] });
  const first = await startTestWorker(db, [pipeline], { artifacts });
  const [old, young] = [
    await client.submit(pipeline, { subject: newSubject() }),
    await client.submit(pipeline, { subject: newSubject() }),
  ];
  await Promise.all([client.wait(old.runId), client.wait(young.runId)]);
  await first.worker.stop();
  expect(files.size).toBe(2);
  await db.query(
    `UPDATE dbos.workflow_status SET completed_at = completed_at - 31 * 86400000::bigint WHERE workflow_uuid = $1`,
    [old.runId],
  );

  const { signals } = await startTestWorker(db, [pipeline], { artifacts, settings: { keepRunsDays: 30 } });
  const { message } = await signals.on('log').seen((entry) => entry.message.includes('were removed'));
  expect(message).toBe('1 runs that ended more than 30 days ago were removed, and 1 of their files.');
  expect([...files]).toEqual([expect.stringContaining(young.runId)]);
  expect(await client.reader.getRun(old.runId)).toBeNull();
});
