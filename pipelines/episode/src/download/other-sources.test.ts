import { join } from 'node:path';
import { openModel } from '@telltale/agent';
import { findBrowser } from '@telltale/browser';
import { reportOf } from '@telltale/engine';
import { call, json, type ModelServer, startModelServer } from '@telltale/testing/model';
import { html, type Site, wav } from '@telltale/testing/web';
import { describe, expect, onTestFinished, test } from 'vitest';
import { served } from '../../test/audio-site.ts';
import { Downloads, sha256Of } from '../../test/downloads.ts';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';
import type { IndexHit, PodcastIndex } from '../indexes/index.ts';

const db = libraryDatabase();
const runs = stepRuns(db);
const hasBrowser = await findBrowser({ env: process.env }).then(
  () => true,
  () => false,
);

const AUDIO = wav(10);
const PAGES: Readonly<Record<string, Site>> = {
  '/a.wav': (visit) => served(visit, AUDIO),
  '/page': () => html('Fog signals', '<a href="/a.wav">Download</a>'),
};

/** An index that gives this to whatever it is asked. */
function indexOf(name: PodcastIndex['name'], hits: readonly Partial<IndexHit>[]): PodcastIndex {
  const search = async () =>
    hits.map((hit) => ({
      index: name,
      title: 'Fog signals',
      show: 'The Lamp',
      audioUrl: null,
      audioType: null,
      guid: null,
      publishedAt: null,
      durationS: null,
      pageUrl: null,
      feedUrl: null,
      ...hit,
    }));
  return { name, search };
}

/** An agent that nobody may send out. */
const nobody = () => Promise.reject(new Error('the agent was sent out'));

describe('an index that has the very episode', () => {
  test('gives the audio without an agent, and its address takes the place of the dead one', async () => {
    const stage = await Downloads.open(db, PAGES);
    const indexes = [
      indexOf('apple_podcasts', [{ title: 'Another one', audioUrl: stage.url('/another.wav') }]),
      indexOf('fyyd', [{ audioUrl: stage.url('/dead-too.wav') }, { audioUrl: stage.url('/a.wav') }]),
    ];
    const given = { title: 'Fog signals', show_name: 'The Lamp', audio_url: stage.url('/dead.wav') };
    const id = await stage.episode(given);
    const options = { indexes, model: nobody };
    expect(await runs.result('download', stage.body(id, options))).toMatchObject({
      source: 'fyyd',
      sha256: sha256Of(AUDIO),
    });
    expect(stage.asked('/another.wav')).toEqual([]);
    expect(await stage.row(id)).toMatchObject({
      audio_url: stage.url('/a.wav'),
      used: {
        download: {
          with: 'the address that fyyd has',
          why: 'the address in the details did not work',
          cameFrom: [stage.url('/dead.wav'), stage.url('/a.wav')],
        },
      },
    });

    // The details bring the dead address back: what it led to in the end is here.
    await db.query('UPDATE telltale_episode.episode SET audio_url = $2 WHERE id = $1', [id, given.audio_url]);
    expect(await runs.result('download', stage.body(id, options))).toMatchObject({ source: 'library' });
    expect(stage.asked('/dead.wav')).toHaveLength(1);
  });

  test('is told among the sources that were tried, if nothing that it has works', async () => {
    const stage = await Downloads.open(db, PAGES);
    const indexes = [
      indexOf('fyyd', [{ audioUrl: stage.url('/dead-too.wav') }]),
      indexOf('podcastindex', []),
      { ...indexOf('apple_podcasts', []), unavailable: 'it is asleep' },
    ];
    const id = await stage.episode({ title: 'Fog signals', show_name: 'The Lamp', audio_url: stage.url('/dead.wav') });
    const { end } = await runs.end('download', stage.body(id, { indexes }));
    if (end.state !== 'failed') throw new Error(`it ${end.state}`);
    const { message } = end.error;
    expect(reportOf(end.error)?.tried.map(({ source }) => source)).toEqual([
      ...['fetch', 'fyyd', 'podcastindex', 'apple_podcasts', 'fyyd', 'agent'],
    ]);
    expect(message).toMatch(/fetch \(failed, audio\.test does not have the file \(status 404\)\)/);
    expect(message).toMatch(/fyyd \(failed, audio\.test does not have the file \(status 404\)\)/);
    expect(message).toMatch(/podcastindex \(no results\).*apple_podcasts \(skipped, it is asleep\)/);
    expect(await stage.row(id)).toMatchObject({ audio_url: stage.url('/dead.wav'), media: null });
  });
});

/** A model that follows a script, as agents get it. */
async function scripted(): Promise<ModelServer> {
  const model = await startModelServer();
  onTestFinished(() => model.close());
  return model;
}

/** What an agent reports at its end. */
function report(told: { readonly message: string; readonly audioUrl?: string; readonly fileName?: string }) {
  const { message, audioUrl = '', fileName = '' } = told;
  return json({ success: audioUrl + fileName !== '', message, audioUrl, fileName });
}

/** An episode of which only an agent can find the audio, and what the agent gets. */
async function lost(model: ModelServer, indexes: readonly PodcastIndex[] = []) {
  const stage = await Downloads.open(db, PAGES);
  const id = await stage.episode({
    title: 'Fog signals',
    show_name: 'The Lamp',
    page_url: stage.url('/page'),
    audio_url: stage.url('/dead.wav'),
  });
  const { hosts: allowPrivateNetworks, lookup, port } = stage.sites;
  const body = stage.body(id, {
    indexes,
    model: () => openModel('openai-compatible:scripted', { baseUrl: model.url }),
    browser: {
      folder: join(stage.workFolder, '..', 'browsers'),
      recordTrace: false,
      screenshots: 'asked',
      settleMs: 100,
      allowPrivateNetworks,
      outbound: { lookup, ports: [port] },
    },
  });
  return { stage, id, body };
}

describe.skipIf(!hasBrowser)('an agent with a browser (needs a browser on this machine)', () => {
  test('downloads the file, which is kept, and its address takes the place of the dead one', async () => {
    const model = await scripted();
    const { stage, id, body } = await lost(model, [indexOf('fyyd', [])]);
    model.script([
      call('lookup_podcast_index', { query: 'The Lamp Fog signals' }),
      call('navigate', { url: stage.url('/page') }),
      call('download', { url: stage.url('/a.wav') }),
      report({ message: 'It was linked.', audioUrl: stage.url('/a.wav'), fileName: 'a.wav' }),
    ]);
    const { runId, end } = await runs.end('download', body);
    expect(end).toMatchObject({ state: 'succeeded', result: { source: 'agent', sha256: sha256Of(AUDIO) } });
    expect(await stage.row(id)).toMatchObject({ audio_url: stage.url('/a.wav'), media: sha256Of(AUDIO) });
    const { actions } = await runs.client.reader.listActions({ runId });
    expect(actions.map(({ tool }) => tool)).toEqual(expect.arrayContaining(['lookup_podcast_index', 'download']));
    const [first] = model.requests;
    expect(first?.lastText).toContain('- fetch: audio.test does not have the file (status 404)');
    expect(model.problems).toEqual([]);
    expect(await stage.left()).toEqual([]);
  });

  test('may give an address, which is then downloaded as any other', async () => {
    const model = await scripted();
    const { stage, body } = await lost(model);
    model.script([report({ message: 'An old page has it.', audioUrl: stage.url('/a.wav') })]);
    expect(await runs.result('download', body)).toMatchObject({ source: 'agent', sha256: sha256Of(AUDIO) });
    expect(model.requests[0]?.tools).not.toContain('lookup_podcast_index');
  });

  test('that finds nothing, or something else, ends in a failure that says all of it', async () => {
    const model = await scripted();
    const { stage, id, body } = await lost(model);
    model.script([report({ message: 'The page asks for a login.' })]);
    const { message } = await runs.failure('download', body);
    expect(message).toMatch(/The agent: The page asks for a login\./);
    expect(message).toMatch(/Tried: fetch \(failed, .*\); agent \(failed, The page asks for a login\)/);

    model.script([report({ message: 'This is it.', audioUrl: stage.url('/page') })]);
    expect((await runs.failure('download', body)).message).toMatch(/agent \(failed, .*it is a web page\)/);
    expect(await stage.row(id)).toMatchObject({ audio_url: stage.url('/dead.wav'), media: null });
  });
});

test('a model that cannot be opened is told as why no agent was sent out', async () => {
  const stage = await Downloads.open(db, PAGES);
  const id = await stage.episode({ audio_url: stage.url('/dead.wav') });
  const body = stage.body(id, { model: () => openModel('nonsense:x', {}) });
  expect((await runs.failure('download', body)).message).toMatch(
    /agent \(failed, The model "nonsense:x" cannot be used/,
  );
});
