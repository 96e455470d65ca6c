import { expect, test } from 'vitest';
import { tidySegments } from './tidy-segments.ts';

test('segments are in order, have text, end after they begin, and can be stored', () => {
  expect(
    tidySegments([
      { start: 5, end: 4, text: ' later\n on ' },
      { start: 6, end: 7, text: ' \u0000 ' },
      {
        start: 1,
        end: 2,
        text: 'half a \ud83d pair',
        speaker: 'A\0nna',
        words: [{ word: ' half\0', start: 1, end: 1.2 }],
      },
    ]),
  ).toEqual([
    { start: 1, end: 2, text: 'half a \ufffd pair', speaker: 'A nna', words: [{ word: 'half', start: 1, end: 1.2 }] },
    { start: 5, end: 5, text: 'later on' },
  ]);
});
