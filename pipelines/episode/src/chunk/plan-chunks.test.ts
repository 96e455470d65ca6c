import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../text/words-of.ts';
import { CHUNK_WORDS, planChunks } from './plan-chunks.ts';

/** Segments of so many words each, one a second. */
function segmentsOf(...counts: readonly number[]) {
  return counts.map((count, index) => ({
    startS: index,
    endS: index + 1,
    text: Array.from({ length: count }, (_, word) => `w${index}x${word}`).join(' '),
  }));
}

function ranges(...counts: readonly number[]): readonly (readonly [number, number])[] {
  return planChunks(segmentsOf(...counts)).map(({ segmentStart, segmentEnd }) => [segmentStart, segmentEnd]);
}

describe('chunks', () => {
  test('end with the segment that brings them to 150 words, and begin with the last one of the chunk before', () => {
    expect(ranges(50, 50, 50, 50, 50, 50)).toEqual([
      [0, 2],
      [2, 4],
      [4, 5],
    ]);
    expect(ranges(149, 1, 10)).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test('a short transcript is one chunk, and no chunk repeats only what was said before', () => {
    expect(ranges(10)).toEqual([[0, 0]]);
    expect(ranges(100, 50)).toEqual([[0, 1]]);
    expect(ranges()).toEqual([]);
  });

  test('a segment as long as a chunk is one by itself, and is in no other', () => {
    expect(ranges(20, 400, 20, 20)).toEqual([
      [0, 0],
      [1, 1],
      [2, 3],
    ]);
    expect(ranges(75, 75, 400, 10)).toEqual([
      [0, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test('have the text of their segments, from the beginning of the first to the last end', () => {
    const segments = [
      { startS: 1, endS: 9, text: 'All at once,' },
      { startS: 2, endS: 3, text: 'they talk.' },
    ];
    expect(planChunks(segments)).toEqual([
      { text: 'All at once, they talk.', startS: 1, endS: 9, segmentStart: 0, segmentEnd: 1 },
    ]);
  });

  test('are as long in a language that does not part its words', () => {
    const text = '今日は灯台の歴史について話します。'; // ICU: 10 words
    const segments = Array.from({ length: 40 }, (_, index) => ({ startS: index, endS: index + 1, text }));
    expect(wordsOf(text).length).toBeGreaterThan(5);
    expect(planChunks(segments).length).toBeGreaterThan(1);
  });
});

test('every segment is in a chunk, in order; neighbours share at most one; none is longer than it has to be', () => {
  const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 400 })), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(counts, (given) => {
      const segments = segmentsOf(...given);
      const chunks = planChunks(segments);
      const covered = new Set(chunks.flatMap(({ segmentStart: from, segmentEnd: to }) => range(from, to)));
      expect([...covered]).toEqual(range(0, given.length - 1));
      for (const [place, { segmentStart, segmentEnd, text }] of chunks.entries()) {
        const before = chunks[place - 1];
        const isLong = (index: number) => (given[index] ?? 0) >= CHUNK_WORDS;
        if (before !== undefined) {
          const shares = !isLong(before.segmentEnd) && !isLong(segmentStart);
          const endedFull = wordsOf(before.text).length >= CHUNK_WORDS;
          expect(segmentStart).toBe(shares && endedFull ? before.segmentEnd : before.segmentEnd + 1);
          expect(segmentEnd).toBeGreaterThan(before.segmentEnd);
        }
        if (segmentEnd > segmentStart) {
          expect(range(segmentStart, segmentEnd).some(isLong)).toBe(false);
          const withoutLast = range(segmentStart, segmentEnd - 1).reduce((sum, index) => sum + (given[index] ?? 0), 0);
          expect(withoutLast).toBeLessThan(CHUNK_WORDS);
        }
        expect(text).toBe(
          range(segmentStart, segmentEnd)
            .map((index) => segments[index]?.text)
            .join(' '),
        );
      }
    }),
  );
});

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
}
