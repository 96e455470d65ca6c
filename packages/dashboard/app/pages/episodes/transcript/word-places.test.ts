import { expect, test } from 'vitest';
import { wordPlaces } from './word-places.ts';

const words = (...list: string[]) => list.map((word) => ({ word }));

test('finds words one after the other, whatever is between them', () => {
  expect(wordPlaces('And so, my fellow: and so on', words('and', 'so', 'my', 'fellow', 'and'))).toEqual([
    { start: 0, end: 3 },
    { start: 4, end: 6 },
    { start: 8, end: 10 },
    { start: 11, end: 17 },
    { start: 19, end: 22 },
  ]);
});

test('goes on behind a word that is not there', () => {
  expect(wordPlaces('ask not what', words('ask', 'knot', '', 'what'))).toEqual([
    { start: 0, end: 3 },
    null,
    null,
    { start: 8, end: 12 },
  ]);
});
