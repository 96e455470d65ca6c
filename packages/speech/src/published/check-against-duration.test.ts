import { expect, test } from 'vitest';
import type { Segment } from '../transcript/transcript.ts';
import { checkAgainstDuration } from './check-against-duration.ts';

const LINE = 'ten words of speech that take about five seconds here';
/** A line each five seconds until `untilS`. */
const lines = (untilS: number, text = LINE): Segment[] =>
  Array.from({ length: untilS / 5 }, (_, index) => ({ start: index * 5, end: index * 5 + 5, text }));
const check = (segments: readonly Segment[], durationS: number) =>
  checkAgainstDuration({ segments, language: null }, durationS);

test('takes a transcript that fits', () => {
  expect(check(lines(600), 600)).toBeNull();
});

test('takes one whose audio has lost or gained an advertisement', () => {
  expect(check(lines(610), 600)).toBeNull();
  expect(check(lines(600), 900)).toBeNull();
});

test.each([
  {
    what: 'goes on after the audio',
    segments: lines(700),
    reason: 'its last words are at 11:40, and the audio ends at 10:00',
  },
  { what: 'ends much too early', segments: lines(200), reason: 'it ends at 3:20, and the audio goes on until 10:00' },
  {
    what: 'goes back and forth',
    segments: lines(600).map((line, index) => ({ ...line, start: line.start + (index % 2 === 0 ? 7 : 0) })),
    reason: 'its times go back and forth',
  },
  {
    what: 'is a summary',
    segments: [{ start: 0, end: 600, text: LINE }],
    reason: 'it has 10 words for 10:00 of audio',
  },
  {
    what: 'says too much',
    segments: lines(600, LINE.repeat(9)),
    reason: 'it has 9840 words, more than anybody can say in 10:00',
  },
])('refuses one that $what', ({ segments, reason }) => {
  expect(check(segments, 600)).toBe(reason);
});

test('does not count words by spaces where there are none', () => {
  expect(check(lines(600, '港の灯りが見えてきましたと彼女は静かに言いました'), 600)).toBeNull();
});
