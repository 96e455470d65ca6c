import { expect, test } from 'vitest';
import { timeOfName } from './time-of-name.ts';

const words = ['And', 'Davis,', 'then', 'MILES', "Davis's", 'band,', '“Kind', 'of Blue”', 'Björk', '東', '京'].map(
  (word, index) => ({
    word,
    start: index * 10,
  }),
);

test.each([
  { title: 'all words of it one after the other', name: 'Miles Davis', at: 30 },
  { title: 'case, punctuation and a possessive make no difference', name: 'kind of blue', at: 60 },
  { title: 'else its first word', name: 'Davis Quintet', at: 10 },
  { title: 'not a word of it but the first', name: 'Evans Davis', at: null },
  { title: 'letters of any alphabet', name: 'björk', at: 80 },
  { title: 'a name that is written in one', name: 'Mile Sdavis', at: 30 },
  { title: 'words that are not set apart', name: '東京', at: 90 },
  { title: 'a name without a letter', name: '…', at: null },
])('the time of a name: $title', ({ name, at }) => {
  expect(timeOfName(name, words)).toBe(at);
});

test('without words there is no time', () => {
  expect(timeOfName('Miles', [])).toBeNull();
});
