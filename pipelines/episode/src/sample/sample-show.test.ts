import { describe, expect, test } from 'vitest';
import { openSampleShow } from './sample-show.ts';

const ORIGIN = 'http://127.0.0.1:4040';
const show = await openSampleShow();

async function text(path: string): Promise<string> {
  return Buffer.from((await show.files.get(path)?.read(ORIGIN)) ?? []).toString();
}

/** All addresses on the server that a file names. */
function links(content: string): readonly string[] {
  return [...content.matchAll(/http:\/\/127\.0\.0\.1:4040(\/[^"<]*)/g)].map(([, path = '']) => path);
}

describe('the sample show', () => {
  test('names nothing in its feed and its pages that it does not have', async () => {
    const pages = [...show.files.keys()].filter((path) => /(\/|\.html|\.xml)$/.test(path));
    expect(pages).toHaveLength(4);
    for (const page of pages) {
      const named = links(await text(page));
      expect(named).not.toEqual([]);
      expect(named.filter((path) => !show.files.has(path))).toEqual([]);
    }
  });

  test('has two episodes in its feed, with the sizes and lengths of their audio', async () => {
    const feed = await text('/sample/feed.xml');
    const enclosures = [...feed.matchAll(/<enclosure url="http:[^"]*?(\/sample\/[^"]*)" length="(\d+)"/g)];
    expect(enclosures).toHaveLength(2);
    for (const [, path = '', bytes] of enclosures) {
      expect((await show.files.get(path)?.read(ORIGIN))?.length).toBe(Number(bytes));
    }
    const seconds = [...feed.matchAll(/<itunes:duration>(\d+)</g)].map(([, each]) => Number(each));
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(120);
  });

  test('has transcripts whose lines follow each other, within the chapters of the episode', async () => {
    const vtt = await text('/sample/1-the-lamp-on-the-machine.vtt');
    const times = [...vtt.matchAll(/^00:(\d\d):(\d\d\.\d{3}) --> 00:(\d\d):(\d\d\.\d{3})$/gm)].flatMap(
      ([, ...[m, s, n, t]]) => [60 * Number(m) + Number(s), 60 * Number(n) + Number(t)],
    );
    expect(times.length).toBeGreaterThan(40);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const { chapters } = JSON.parse(await text('/sample/1-the-lamp-on-the-machine.chapters.json'));
    expect(chapters.at(-1).startTime).toBeLessThan(times.at(-1) ?? 0);
  });

  test('is found by the page of its first episode', async () => {
    const url = show.episodeUrl(ORIGIN);
    expect(url).toBe(`${ORIGIN}/sample/1-the-lamp-on-the-machine.html`);
    expect(url.startsWith(show.url(ORIGIN))).toBe(true);
    expect(await text(new URL(url).pathname)).toContain('"@type":"PodcastEpisode"');
  });
});
