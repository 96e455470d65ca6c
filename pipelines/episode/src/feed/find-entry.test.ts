import { expect, test } from 'vitest';
import { findEntry, type WantedEntry } from './find-entry.ts';
import { parseFeed } from './parse-feed.ts';

const feed = parseFeed(
  `<rss version="2.0"><channel><title>The Show</title>
    <item><title>The Show</title><guid>trailer</guid></item>
    <item><title>Fog – the first</title><guid>g1</guid><link>https://www.show.example/fog/</link>
      <enclosure url="https://cdn.example/fog.mp3" type="audio/mpeg"/></item>
    <item><title>News</title><guid>g2</guid><link>https://show.example/news-1</link></item>
    <item><title>News</title><guid>g3</guid><link>https://show.example/news-2?utm_source=feed&amp;id=3</link></item>
  </channel></rss>`,
  'https://show.example/feed',
);

function found(wanted: Partial<WantedEntry>): unknown {
  const match = findEntry(feed, { guids: [], pageUrls: [], audioUrl: null, titles: [], ...wanted });
  return match === null ? null : [match.entry.guid, match.by];
}

test.each<[string, Partial<WantedEntry>, unknown]>([
  ['its guid, before all else', { guids: ['g3'], pageUrls: ['https://show.example/fog'] }, ['g3', 'guid']],
  ['its page, however that is written', { pageUrls: ['http://show.example/fog#t=10'] }, ['g1', 'page']],
  [
    'its page without what campaigns add',
    { pageUrls: ['https://show.example/news-2?id=3&utm_medium=x'] },
    ['g3', 'page'],
  ],
  ['its audio', { audioUrl: 'http://cdn.example/fog.mp3' }, ['g1', 'audio']],
  ['its title, whatever stands between the words', { titles: ['FOG: The First'] }, ['g1', 'title']],
  ['no title that is that of the show', { titles: ['The show'] }, null],
  ['no title that two of them have', { titles: ['News'] }, null],
  ['nothing', { titles: ['', '!'] }, null],
])('an episode is found by %s', (_what, wanted, expected) => {
  expect(found(wanted)).toEqual(expected);
});
