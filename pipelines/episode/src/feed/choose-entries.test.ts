import { expect, test } from 'vitest';
import { chooseEntries } from './choose-entries.ts';
import type { FeedEntry } from './feed.ts';
import { parseFeed } from './parse-feed.ts';

function entry(
  guid: string | null,
  publishedAt: string | null,
  audioUrl: string | null = 'https://a.example/a.mp3',
): FeedEntry {
  const [empty] = parseFeed(
    '<rss version="2.0"><channel><item><title>x</title></item></channel></rss>',
    'https://a.example',
  ).entries;
  if (empty === undefined) throw new Error('a feed of one entry has one');
  return { ...empty, guid, publishedAt, audioUrl };
}

test('episodes are chosen the newest first, those without a date last', () => {
  const entries = [entry('old', '2020-01-01'), entry('undated', null), entry('new', '2024-01-01')];
  expect([...chooseEntries(entries).chosen.keys()]).toEqual(['new', 'old', 'undated']);
  expect([...chooseEntries(entries, 1).chosen.keys()]).toEqual(['new']);
});

test('what is left out is told', () => {
  const entries = [
    entry('a', '2024-01-01'),
    entry('a', '2023-01-01'),
    entry('silent', null, null),
    entry('also silent', null, null),
    entry('x'.repeat(501), null),
  ];
  const { chosen, leftOut } = chooseEntries(entries);
  expect([...chosen.values()]).toEqual([entries[0]]);
  expect(leftOut).toEqual([
    '2 of 5 entries were left out: they have no audio.',
    '1 of 5 entries was left out: it has a guid that is longer than 500 bytes.',
    '1 of 5 entries was left out: it has the guid of another one.',
  ]);
});
