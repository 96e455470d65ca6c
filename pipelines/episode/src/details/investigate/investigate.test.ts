import { openModel } from '@telltale/agent';
import { OutboundPolicy } from '@telltale/outbound';
import { call, calls, fails, json, startModelServer } from '@telltale/testing/model';
import { PodcastIndexes } from '@telltale/testing/podcasts';
import { html, type Site, startSites } from '@telltale/testing/web';
import { expect, onTestFinished, test } from 'vitest';
import { DetailsBench } from '../../../test/details.ts';
import { libraryDatabase } from '../../../test/library.ts';
import { stepRuns } from '../../../test/step-runs.ts';
import { openIndexes } from '../../indexes/index.ts';
import { readablePage } from './readable-page.ts';
import type { Word } from './word.ts';

const db = libraryDatabase();
const runs = stepRuns(db);

type Said = Partial<Word['details']>;

function word(details: Said, more: Partial<Word> = {}): Word {
  return {
    outcome: 'ok',
    details: {
      title: null,
      show_name: null,
      description: null,
      published_at: null,
      image_url: null,
      language: null,
      country: null,
      canonical_url: null,
      feed_url: null,
      guid: null,
      audio_url: null,
      audio_format: null,
      source_kind: 'canonical',
      aggregator_provider: null,
      ...details,
    },
    report: {
      attempted_sources: [],
      discovered_canonical_url: null,
      discovered_audio_url: null,
      cross_linked: true,
      confidence: 'high',
      narrative: 'I looked.',
      hints: [],
    },
    summary: 'It was found in fyyd.',
    ...more,
  };
}

/** A page without audio that a model looks further from. */
async function open(page: Site = () => html('Fog | The Lamp', '<h1>Fog</h1><div id="player"></div>')) {
  const model = await startModelServer();
  onTestFinished(() => model.close());
  const standIns = new PodcastIndexes({
    catalogue: [
      {
        title: 'Fog',
        show: 'The Lamp',
        guid: 'g',
        feedUrl: 'https://x.example/feed',
        audioUrl: 'https://x.example/fog.mp3',
      },
    ],
  });
  const indexSites = await startSites({ extra: standIns.sites });
  onTestFinished(() => indexSites.close());
  const outbound = new OutboundPolicy({ allowPrivate: indexSites.hosts, lookup: indexSites.lookup });
  const names = ['fyyd', 'podcastindex'];
  const bench = await DetailsBench.open(
    db,
    runs,
    { '/fog': page, '/ghost': () => ({ status: 404 }) },
    {
      model: () => openModel('openai-compatible:scripted', { baseUrl: model.url }),
      indexes: openIndexes({ names, baseUrls: { fyyd: indexSites.url('fyyd') } }, { outbound }),
    },
  );
  return { bench, model };
}

test('an agent finds what a page leaves out: it fetches, searches, and what it says is kept with its report', async () => {
  const { bench, model } = await open();
  model.script([
    call('fetch_url', { url: bench.url('/fog') }),
    calls([
      call('fetch_url', { url: bench.url('/ghost') }),
      call('search_fyyd', { title: 'Fog', show: 'The Lamp', guid: null }),
    ]),
    json(
      word({
        title: 'Fog',
        show_name: 'The Lamp',
        audio_url: 'https://x.example/fog.mp3',
        language: 'EN-us',
        country: 'AT',
        image_url: '/relative.jpg',
        guid: 'made-up-guid-that-is-long-enough',
      }),
    ),
  ]);
  const { result, row, report, episodeId } = await bench.of('/fog');
  expect(result).toEqual({ outcome: 'ok', confidence: 'high', with: 'an agent' });
  expect(row).toMatchObject({
    title: 'Fog',
    show_name: 'The Lamp',
    audio_url: 'https://x.example/fog.mp3',
    audio_format: 'mp3',
    language: 'en',
    country: 'at',
    image_url: null,
    source_kind: 'canonical',
  });
  expect(report).toMatchObject({
    summary: 'It was found in fyyd.',
    agent: { confidence: 'high', narrative: 'I looked.' },
    attemptedSources: [
      { source: 'address' },
      { source: 'podcastindex', outcome: 'skipped', note: 'it needs a key and a secret' },
      { source: 'fetch_url', outcome: 'ok' },
      { source: 'fetch_url', outcome: 'error', note: 'lamp.test answered with 404.' },
      { source: 'fyyd', urlOrQuery: 'The Lamp Fog', outcome: 'ok', note: '1 found' },
    ],
  });
  // A model's word is no reason to take two episodes for one.
  expect(await bench.sources(episodeId)).toEqual([`url ${bench.url('/fog')}`]);
  const [first, second, third] = model.requests;
  expect(first?.tools).toEqual(['fetch_url', 'search_fyyd']);
  expect(second?.lastToolResult.text).toMatch(/<web-content id="\w+">[\s\S]*Fog[\s\S]*<\/web-content/);
  expect(third?.toolResults.map(({ text }) => text.slice(0, 40))).toEqual(
    expect.arrayContaining(['Error: lamp.test answered with 404.']),
  );
  expect(model.problems).toEqual([]);
});

test('the page that tells all is never shown to a model', async () => {
  const { bench, model } = await open(() =>
    html('Fog', '<audio src="/fog.mp3"></audio>', { head: '<meta property="og:title" content="Fog">' }),
  );
  expect((await bench.of('/fog')).result).toMatchObject({ outcome: 'ok' });
  expect(model.requests).toEqual([]);
});

test.each([
  ['not_a_podcast_episode', 'not_an_episode', 'is not the page of a podcast episode: It is a shop.'],
  ['unreachable', 'episode_unreachable', 'cannot be read: It is a shop.'],
  ['extraction_failed', 'details_not_found', 'could not be found out: It is a shop.'],
] as const)('an agent that ends with %s fails the step with its summary', async (outcome, code, sentence) => {
  const { bench, model } = await open();
  model.script([json(word({ title: 'A lamp to buy' }, { outcome, summary: 'It is a shop.' }))]);
  const { message, row, report } = await bench.of('/fog');
  expect(message).toContain(sentence);
  expect(row).toMatchObject({ title: null });
  expect(report).toMatchObject({ outcome: code });
});

test('an agent is not sure without the audio, and names no show after a host; its summary is cut', async () => {
  const { bench, model } = await open();
  model.script([
    json(
      word(
        { title: 'Fog', show_name: 'lamp.example', audio_url: 'fog.mp3' },
        { outcome: 'partial', summary: 'x'.repeat(300) },
      ),
    ),
  ]);
  const { result, row, report } = await bench.of('/fog');
  expect(result).toMatchObject({ outcome: 'partial', confidence: 'low' });
  expect(row).toMatchObject({ title: 'Fog', show_name: null, audio_url: null });
  expect(report.summary).toHaveLength(140);
});

test('if the model fails, what the page tells stands, and that is said', async () => {
  const { bench, model } = await open();
  model.answerWith(() => fails(400));
  const { result, row, said } = await bench.of('/fog');
  expect(result).toMatchObject({ outcome: 'partial' });
  expect(row).toMatchObject({ title: 'Fog' });
  expect(said.at(-1)).toMatch(
    /^The page tells no audio, and the agent could not look further \(.+\): what was found stands\.$/,
  );
});

test('a model gets a page without what is around it, and not more of it than it can read', () => {
  const page = html(
    'Fog',
    '<nav>Menu</nav><main class="x"><h1 style="x">Fog</h1><a href="/a.mp3" onclick="x()">Play</a></main><script>x()</script>',
  );
  expect(readablePage(String(page.body))).toContain('<main><h1>Fog</h1><a href="/a.mp3">Play</a></main>');
  expect(readablePage(String(page.body))).not.toMatch(/Menu|x\(\)/);
  expect(readablePage(`<p>${'word '.repeat(20_000)}</p>`)).toMatch(/^.{30000}\n\[cut: 70,0\d\d more characters\]$/s);
});
