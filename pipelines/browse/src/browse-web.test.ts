import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openModel } from '@telltale/agent';
import type { BrowserOptions } from '@telltale/browser';
import { createLocalArtifactStore, createWorker } from '@telltale/engine';
import { createClient } from '@telltale/engine/client';
import { testDatabase } from '@telltale/testing';
import { call, json, type ModelServer, say, startModelServer } from '@telltale/testing/model';
import { startSites } from '@telltale/testing/web';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithBrowser, report } from '../test/stage.ts';
import { createBrowse } from './create-browse.ts';

const db = testDatabase();

/** A worker of the pipeline in this process, and a client to submit with. */
async function open(model: ModelServer, browser: BrowserOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-browse-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const pipeline = createBrowse({
    model: () => openModel('openai-compatible:scripted', { baseUrl: model.url }),
    browser: { folder: join(folder, 'browsers'), recordTrace: false, ...browser },
  });
  const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
  const worker = await createWorker({ url: db.url, pipelines: [pipeline], artifacts });
  onTestFinished(() => worker.stop({ graceMs: 0 }));
  const client = await createClient({ pool: db.pool(), pipelines: [pipeline] });
  onTestFinished(() => client.close());
  return { pipeline, client };
}

describeWithBrowser('a run of browse', () => {
  test('keeps to its own domains, and fails if the agent says that it could not do the task', async () => {
    await using model = await startModelServer();
    const elsewhere = 'http://example.com/';
    model.script([
      call('navigate', { url: elsewhere }),
      json({ success: false, message: 'That page is not allowed.', answer: '', sources: [], files: [] }),
    ]);
    const { pipeline, client } = await open(model);

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
  });

  test('gets a file out of a player that is only drawn: its model looks at it, and says that a click is safe', async () => {
    await using model = await startModelServer();
    await using sites = await startSites();
    model.script([say('The play button is at 160, 60.')], {
      when: ({ instructions }) => instructions.startsWith('You look at a screenshot'),
    });
    model.script([say('SAFE')], { when: ({ instructions }) => instructions.startsWith('You judge one control') });
    model.script([
      call('navigate', { url: sites.url('player') }),
      call('analyze_screenshot', { question: 'Where is the play button?' }),
      call('intercept_media', { x: 160, y: 60, seconds: 1 }),
      call('download', {}),
      report('Here it is.'),
    ]);
    const { pipeline, client } = await open(model, {
      allowPrivateNetworks: sites.hosts,
      outbound: { lookup: sites.lookup, ports: [sites.port] },
      settleMs: 300,
    });

    const { runId } = await client.submit(pipeline, { task: 'Get the audio.', url: sites.url('player') });
    expect(await client.wait(runId)).toMatchObject({ state: 'succeeded', result: { answer: 'Here it is.' } });
    const { artifacts } = await client.reader.listArtifacts({ runId });
    const files = artifacts.filter(({ kind }) => kind === 'download');
    expect(files).toMatchObject([{ name: 'stream-42.mp3', contentType: 'audio/mpeg' }]);
    expect(model.problems).toEqual([]);
  });
});
