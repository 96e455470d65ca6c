import { createHash } from 'node:crypto';
import { audioOf, PODCAST_SHAPES, type PodcastShape, recordingOf } from '@telltale/testing/podcasts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { libraryDatabase } from '../test/library.ts';
import { personIn } from '../test/scripted-mind.ts';
import { describeWithBrowser, Stage } from '../test/stage.ts';
import { EPISODE_STEPS } from './create-episode.ts';

/** Where it fails, and why, in the words that people read. */
const FAILURES: Readonly<Record<string, RegExp>> = {
  'JS player': /^Error in step download: .* Its address: the details have no audio address\./,
  'cookie wall': /^Error in step download: .* Its address: the details have no audio address\./,
  'geo-block': /^Error in step download: .* media\.test refuses to give out the file; .* \(status 403\)\./,
  'HTML served as MP3': /^Error in step download .*: .* What media\.test sent is no audio: it is a web page\./,
  'not found': /^Error in step fetch_details: .*\/episodes\/404 cannot be read: there is no such page \(404\)\./,
  homepage: /^Error in step fetch_details: .* is not the page of a podcast episode: it is the home page of a site\./,
  article: /^Error in step fetch_details: .* is not the page of a podcast episode: it is an article, without audio\./,
};

/** How the audio was got, as people read it. */
const AUDIO_WITH = {
  fetch: 'the address in the details',
  index: 'the address that apple_podcasts has',
  agent: 'what an agent with a browser found',
};

/** All shapes of pages at once, in one worker: each ends as its table says. */
function endsOfShapes({ model }: { readonly model: boolean }): void {
  const db = libraryDatabase();
  const runs = new Map<PodcastShape, string>();
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(db, { model });
    await stage.workHere();
    for (const shape of PODCAST_SHAPES) runs.set(shape, await stage.submit({ url: stage.world.urlOf(shape) }));
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const endOf = ({ ends, endsWithoutModel = ends }: PodcastShape) => (model ? ends : endsWithoutModel);
  const ready = PODCAST_SHAPES.filter((shape) => endOf(shape) === 'ready');
  const failing = PODCAST_SHAPES.filter((shape) => endOf(shape) !== 'ready');

  test.for(ready)('$name: is searchable, and tells what each step used', async (shape) => {
    const { episode, audio } = shape;
    if (episode === null || audio === null) throw new Error('it has nothing to be searched for');
    const { row, segments, mentions } = await stage.made(await stage.episodeOf(runs.get(shape) ?? ''));
    const { cues } = recordingOf(episode);
    expect(row).toMatchObject({
      title: episode.title,
      page_url: stage.world.urlOf(shape),
      // Whatever address was known before: the one that worked.
      audio_url: stage.world.sites.url('media', `/${episode.key}.${episode.format}`),
      media: createHash('sha256').update(audioOf(episode)).digest('hex'),
      isReady: true,
    });
    expect(segments).toEqual(cues.map(({ text }, index) => expect.stringMatching(`^#${index} .* ${text}$`)));
    expect(mentions.join()).toContain(personIn(cues[0]?.text ?? ''));

    const used = row.used as Readonly<Record<string, { readonly with: string; readonly why: string }>>;
    expect(Object.keys(used).toSorted()).toEqual(EPISODE_STEPS.toSorted());
    for (const each of Object.values(used))
      expect(each).toEqual(expect.objectContaining({ why: expect.stringMatching(/\w/) }));
    expect(used).toMatchObject({
      download: { with: AUDIO_WITH[audio] },
      transcribe: { with: shape.name === 'feed only' ? "the publisher's transcript (JSON)" : 'scripted engine' },
      summarize: { with: model ? 'openai-compatible:scripted' : expect.stringContaining('extractive') },
      extract: { with: model ? 'openai-compatible:scripted' : expect.stringContaining('rules') },
    });
  });

  test.for(failing)('$name: fails, and says in which step, why, and what was tried', async (shape) => {
    const { code, message, tried } = await stage.failure(runs.get(shape) ?? '');
    expect(code).toBe(endOf(shape));
    expect(message).toMatch(FAILURES[shape.name] ?? /^nothing$/);
    expect(message).toMatch(/ Next: .*telltale trace/);
    if (code !== 'download_failed') return;
    expect(tried).toEqual(['fetch', 'apple_podcasts', 'fyyd', 'podcastindex', 'agent']);
    const agent = model ? `I found no audio of ${shape.name}` : 'no language model is configured for it';
    expect(message).toContain(`The agent: ${agent}.`);
  });

  test('nothing is left undone, and nobody asked what they should not', async () => {
    expect(await stage.flaws()).toEqual([]);
    // In the background it is found out who is who.
    expect(await stage.runsOf('enrich')).not.toEqual([]);
    expect(stage.model.problems).toEqual([]);
    expect(stage.world.sites.problems).toEqual([]);
    expect(stage.model.requests.length > 0).toBe(model);
  });
}

describe('each shape of page, without a language model', () => endsOfShapes({ model: false }));
describeWithBrowser('each shape of page, with a language model and a browser', () => endsOfShapes({ model: true }));
