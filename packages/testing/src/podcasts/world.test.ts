import { expect, test } from 'vitest';
import { get } from '../web/fixtures/get.ts';
import { audioOf, EPISODES, PODCAST_SHAPES, type PodcastWorld, recordingOf, startPodcastWorld } from './index.ts';

async function inWorld(use: (world: PodcastWorld) => Promise<void>): Promise<void> {
  await using world = await startPodcastWorld();
  await use(world);
  expect(world.sites.problems).toEqual([]);
}

test('there are twelve shapes, and a recording of its own for every episode', () => {
  expect(PODCAST_SHAPES).toHaveLength(12);
  const recordings = Object.values(EPISODES).map((episode) => audioOf(episode).toString('base64'));
  expect(new Set(recordings).size).toBe(9);
  expect(Object.values(EPISODES).filter((episode) => audioOf(episode).length > 40 * 1024)).toEqual([]);
});

test.for(PODCAST_SHAPES)('the page of shape $name names what is found on such a page', (shape) =>
  inWorld(async (world) => {
    const { status, text } = await get(world.urlOf(shape));
    expect(status).toBe(shape.ends === 'episode_unreachable' ? 404 : 200);
    if (shape.episode === null) return;
    expect(text).toContain(shape.episode.title);
    const { key, format } = shape.episode;
    // A page that says where its audio is needs neither feed nor index nor browser.
    const named = text.includes(world.sites.url('media', `/${key}.${format}`));
    expect(named).toBe(shape.audio === 'fetch' && shape.name !== 'feed only');
  }),
);

test('a page behind a cookie wall shows its audio to who has agreed', () =>
  inWorld(async ({ sites }) => {
    const { text } = await get(sites.url('harbour', '/cookie-wall'), { headers: { cookie: 'agreed=yes' } });
    expect(text).toContain(sites.url('media', '/cookie-wall.mp3'));
  }));

test.for(['rss', 'atom', 'json'] as const)('the %s feed has every episode with its audio', (kind) =>
  inWorld(async (world) => {
    const { text } = await get(world.feedUrl(kind));
    for (const { title, guid, key, format } of Object.values(EPISODES)) {
      for (const part of [title, guid, world.sites.url('media', `/${key}.${format}`)]) expect(text).toContain(part);
    }
  }),
);

test('audio is given in parts, not here, as a page, or in the time of the test', () =>
  inWorld(async ({ sites }) => {
    const bytes = audioOf(EPISODES.static);
    const part = await get(sites.url('media', '/static.mp3'), { headers: { range: 'bytes=10-19' } });
    expect(part).toMatchObject({ status: 206, bytes: bytes.subarray(10, 20) });
    expect(await get(sites.url('media', '/abroad/static.mp3'))).toMatchObject({ status: 403 });
    expect((await get(sites.url('media', '/moved/static.mp3'))).headers['content-type']).toBe('audio/mpeg');
    expect(await get(sites.url('media', '/gone/static.mp3'))).toMatchObject({ status: 404 });
    const held = get(sites.url('media', '/held/static.mp3'));
    await sites.gate('held-static').reached();
    sites.gate('held-static').open();
    expect((await held).bytes).toEqual(bytes);
  }));

test('transcripts and chapters are of the same words, and end with the audio', () =>
  inWorld(async ({ sites }) => {
    const { key } = EPISODES.feedOnly;
    const { cues, durationS } = recordingOf(EPISODES.feedOnly);
    expect(cues).toHaveLength(2);
    expect(cues.at(-1)?.endS).toBeLessThanOrEqual(durationS);
    for (const ending of ['vtt', 'transcript.json', 'chapters.json']) {
      const { text } = await get(sites.url('media', `/${key}.${ending}`));
      for (const cue of cues) expect(text).toContain(cue.text);
    }
  }));

test('the indexes know the audio of the shapes that need them, and of the geo-block none', () =>
  inWorld(async ({ sites, indexAddresses }) => {
    const found = async (title: string) => {
      const url = `${indexAddresses.baseUrls.fyyd}0.2/search/episode?term=${encodeURIComponent(`Harbour Lights ${title}`)}`;
      const { data } = JSON.parse((await get(url)).text) as { data: { title: string; enclosure: string }[] };
      return data.filter((each) => each.title === title).map(({ enclosure }) => enclosure);
    };
    for (const { audio, episode } of PODCAST_SHAPES) {
      if (episode === null || audio !== 'index') continue;
      expect(await found(episode.title)).toEqual([sites.url('media', `/${episode.key}.${episode.format}`)]);
    }
    expect(await found(EPISODES.geoBlocked.title)).toEqual(['']);
  }));
