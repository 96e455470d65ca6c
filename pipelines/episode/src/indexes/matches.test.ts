import { expect, test } from 'vitest';
import { isMatch } from './matches.ts';
import type { IndexHit, IndexQuery } from './podcast-index.ts';
import { isHostShaped, queryText, showToSearch } from './query-text.ts';

const HIT: IndexHit = {
  index: 'fyyd',
  title: 'Fog & Horn',
  show: 'The Lamp',
  audioUrl: 'https://cdn.example/1.mp3',
  audioType: null,
  guid: 'urn:lamp:1',
  publishedAt: '2024-05-01T06:00:00.000Z',
  durationS: null,
  pageUrl: null,
  feedUrl: null,
};
const QUERY: IndexQuery = { title: 'fog and horn', show: 'The Lamp', guid: null, publishedAt: null };
const TITLED = { ...QUERY, title: 'FOG & HORN' };

test.each<[string, Partial<IndexHit>, IndexQuery, boolean]>([
  ['a guid that is unique, whatever the title', {}, { ...QUERY, guid: 'urn:lamp:1' }, true],
  ['a guid that other feeds may have as well, and another title', { guid: '42' }, { ...QUERY, guid: '42' }, false],
  ['a guid that other feeds may have as well, and the title', { guid: '42' }, { ...TITLED, guid: '42' }, true],
  ['the same title of the same show', {}, TITLED, true],
  ['the same title of a show with more to its name', { show: 'The Lamp – A Podcast' }, TITLED, true],
  ['the same title of another show', { show: 'The Clamp' }, TITLED, false],
  ['another title', {}, QUERY, false],
  ['titles without a letter', { title: '!' }, { ...QUERY, title: '?' }, false],
  [
    'a host for a show, within a day',
    {},
    { ...TITLED, show: 'lamp.example', publishedAt: '2024-05-02T06:00:00.000Z' },
    true,
  ],
  [
    'a host for a show, a second over a day',
    {},
    { ...TITLED, show: 'lamp.example', publishedAt: '2024-05-02T06:00:01.000Z' },
    false,
  ],
  ['a host for a show, without a date', {}, { ...TITLED, show: 'lamp.example' }, false],
  ['a hit without a show, within a day', { show: null }, { ...TITLED, publishedAt: '2024-04-30T07:00:00.000Z' }, true],
  ['a hit without a show, a week later', { show: null }, { ...TITLED, publishedAt: '2024-05-08T06:00:00.000Z' }, false],
  [
    'no show, and a hit without a date',
    { publishedAt: null },
    { ...TITLED, show: null, publishedAt: '2024-05-01' },
    false,
  ],
])('whether a hit is the episode: %s', (_what, hit, query, expected) => {
  expect(isMatch({ ...HIT, ...hit }, query)).toBe(expected);
});

test.each([
  ['The Lamp', false],
  ['lamp.example', true],
  ['Dr. Lamp', false],
  ['99% Lamp', false],
])('%s as the name of a show: only a host has a dot and no space', (show, expected) => {
  expect(isHostShaped(show)).toBe(expected);
});

test.each([
  ['The Lamp', 'https://lamp.example/1', 'The Lamp', 'The Lamp Fog'],
  [null, 'https://lamp.example/1', 'lamp.example', 'Fog'],
  [' ', null, null, 'Fog'],
])('show %j on %j is searched as %j: %s', (show, pageUrl, expected, text) => {
  const searched = showToSearch(show, pageUrl);
  expect(searched).toBe(expected);
  expect(queryText({ show: searched, title: 'Fog' })).toBe(text);
});
