import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testData } from '@telltale/testing';
import { describe, expect, test } from 'vitest';
import type { Feed } from './feed.ts';
import { parseFeed } from './parse-feed.ts';

// The fixtures of the partytime parser: feeds as publishers really write them. What is expected was read by eye in them.
const folder = testData('feeds');

function read(name: string): Feed {
  return parseFeed(readFileSync(join(folder ?? '', name), 'utf8'), `https://feeds.example/${name}`);
}

describe.skipIf(folder === null)('real feeds are read field by field', () => {
  test('a broadcaster’s, with iTunes tags only', () => {
    const { show, entries } = read('dk-podcast.xml');
    expect(show).toMatchObject({
      title: 'Langsam gesprochene Nachrichten | Audios | DW Deutsch lernen',
      language: 'de',
      imageUrl: 'https://static.dw.com/image/18800113_7.jpg',
      persons: [],
    });
    expect(entries).toHaveLength(59);
    expect(entries[1]).toEqual({
      guid: '61163550',
      title: '17.03.2022 – Langsam gesprochene Nachrichten',
      description:
        'Trainiere dein Hörverstehen mit den Nachrichten der Deutschen Welle von Donnerstag – als Text und als verständlich gesprochene Audio-Datei.',
      publishedAt: '2022-03-17T13:47:00.000Z',
      audioUrl:
        'https://radiodownloaddw-a.akamaihd.net/Events/podcasts/de/2288_DKpodcast_lgn_de/D6F2E643_2-podcast-2288-61163550.mp3',
      audioType: 'audio/mpeg',
      audioBytes: 8_578_682,
      durationS: 507,
      imageUrl: null,
      pageUrl:
        'https://www.dw.com/de/17-03-2022-langsam-gesprochene-nachrichten/av-61163550?maca=de-DKpodcast_lgn_de-2288-xml-mrss',
      language: null,
      transcripts: [],
      chaptersUrl: null,
      persons: [],
      season: null,
      episode: null,
    });
  });

  test('the example of the podcast namespace, with transcripts, chapters and persons', () => {
    const { show, entries } = read('example.xml');
    expect(show).toMatchObject({
      title: 'Podcasting 2.0 Namespace Example',
      language: 'en',
      imageUrl: 'https://example.com/images/pci_avatar-massive.jpg',
    });
    expect(entries.map(({ guid }) => guid)).toEqual([
      'https://example.com/ep0003',
      'https://example.com/ep0002',
      'https://example.com/ep0001',
    ]);
    expect(entries[1]).toMatchObject({
      title: 'Episode 2 - The Present',
      description: 'Where are we at now in the podcasting era. What are the current challenges?',
      publishedAt: '2020-10-08T04:30:38.000Z',
      pageUrl: 'https://example.com/podcast/ep0002',
      imageUrl: 'https://example.com/ep0002/artMd.jpg',
      transcripts: [{ url: 'https://example.com/ep2/transcript.txt', type: 'text/plain', language: null }],
      chaptersUrl: 'https://example.com/ep2_chapters.json',
      audioUrl: 'https://mp3s.nashownotes.com/PC20-16-2020-12-18-Final.mp3',
      audioBytes: 67_080_717,
      season: 1,
      episode: 2,
    });
    expect(entries[1]?.persons.map(({ name, role }) => [name, role])).toEqual([
      ['Adam Curry', null],
      ['Dave Jones', 'guest'],
      ['Marcus Brown', 'cover art designer'],
    ]);
  });

  test('one whose episodes all link to the show, with a live item that is no episode', () => {
    const { show, entries } = read('homegrown-hits.xml');
    expect(show.persons.map(({ name }) => name)).toEqual(['DuhLaurien', 'MaryKateUltra', 'Daisy B. Cooper']);
    expect(entries.map(({ title, pageUrl }) => [title, pageUrl])).toEqual([
      ['Homegrown Hits - Episode 03', null],
      ['Homegrown Hits - Episode 02', null],
      ['Homegrown Hits - Episode 01', null],
      ['Homegrown Hits - Episode 00', null],
    ]);
    expect(entries[3]).toMatchObject({
      guid: 'Homegrown Hits Test',
      publishedAt: '2023-09-14T02:00:19.000Z',
      chaptersUrl: 'https://feed.homegrownhits.xyz/assets/chapters/ch-episode-00.json',
    });
  });

  test('one that has the audio of a video as an alternate enclosure', () => {
    const { show, entries } = read('podverse-test-feed.xml');
    expect(show).toMatchObject({ title: 'Podverse - Test Feed', pageUrl: null });
    expect(entries[0]).toMatchObject({
      title: 'Podcasting 2.0 Dev Meeting for May 28 2022',
      audioUrl: 'https://noagendatube.com/static/webseed/0f6507ea-8d5f-4264-b2ac-9b839f720d9b-0.mp4',
      audioType: 'audio/mp4',
      audioBytes: 2_614_831,
    });
  });

  test('a long one with tracking redirects and transcripts in SRT', () => {
    const { show, entries } = read('themnshow.xml');
    expect(show).toMatchObject({ title: 'The Mike Neumann Show', language: 'en' });
    expect(entries).toHaveLength(54);
    expect(entries.every(({ audioUrl, pageUrl }) => audioUrl !== null && pageUrl !== null)).toBe(true);
    expect(entries[53]).toMatchObject({
      guid: 'themnshow001',
      title: 'Hello World',
      publishedAt: '2022-04-19T00:20:32.000Z',
      durationS: 1_274,
      transcripts: [
        {
          url: 'https://mikeneumann.show/assets/static/themnshow001-20220409.srt',
          type: 'application/x-subrip',
          language: 'en',
        },
      ],
      season: 1,
      episode: 1,
    });
  });
});
