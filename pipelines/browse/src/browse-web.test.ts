import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openModel } from '@telltale/agent';
import { findBrowser } from '@telltale/browser';
import { createLocalArtifactStore, createWorker } from '@telltale/engine';
import { createClient } from '@telltale/engine/client';
import { testDatabase } from '@telltale/testing';
import { call, json, startModelServer } from '@telltale/testing/model';
import { expect, onTestFinished, test } from 'vitest';
import { createBrowse } from './create-browse.ts';

const db = testDatabase();
const hasBrowser = await findBrowser({ env: process.env }).then(
  () => true,
  () => false,
);

test.skipIf(!hasBrowser)(
  'a run keeps to its own domains, and fails if the agent says that it could not do the task (needs a browser)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-browse-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await using model = await startModelServer();
    const elsewhere = 'http://example.com/';
    model.script([
      call('navigate', { url: elsewhere }),
      json({ success: false, message: 'That page is not allowed.', answer: '', sources: [], files: [] }),
    ]);
    const pipeline = createBrowse({
      model: () => openModel('openai-compatible:scripted', { baseUrl: model.url }),
      browser: { folder: join(folder, 'browsers'), recordTrace: false },
    });
    const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
    const worker = await createWorker({ url: db.url, pipelines: [pipeline], artifacts });
    onTestFinished(() => worker.stop({ graceMs: 0 }));
    const client = await createClient({ pool: db.pool(), pipelines: [pipeline] });
    onTestFinished(() => client.close());

    const input = { task: 'Read the page.', url: elsewhere, allowedDomains: ['example.org'] };
    const { runId } = await client.submit(pipeline, input);
    const why = /^Error in step browse: The agent could not do it: That page is not allowed\. .*telltale trace/;
    expect(await client.wait(runId)).toMatchObject({ error: { message: expect.stringMatching(why) } });
    const { actions } = await client.reader.listActions({ runId, tool: 'navigate' });
    expect(actions).toMatchObject([{ state: 'blocked' }]);
    const [first] = model.requests;
    expect(first?.lastText).toBe(`Read the page.\n\nBegin at ${elsewhere}`);
    expect(first?.tools).toEqual(expect.arrayContaining(['navigate', 'click', 'ask_human']));
    expect(model.problems).toEqual([]);
  },
);
