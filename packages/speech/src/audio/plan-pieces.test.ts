import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRAME_S } from './level-meter.ts';
import { planPieces } from './plan-pieces.ts';

const LOUD = -20;
const QUIET = -70;

/** Levels of so many seconds, loud but for pauses. */
function levelsOf(seconds: number, pauses: readonly (readonly [from: number, to: number])[] = []): Float32Array {
  return Float32Array.from({ length: Math.round(seconds / FRAME_S) }, (_, frame) =>
    pauses.some(([from, to]) => frame * FRAME_S >= from && frame * FRAME_S < to) ? QUIET : LOUD,
  );
}

test('leaves short audio whole', () => {
  expect(planPieces(levelsOf(75), { durationS: 75, maxPieceS: 75 })).toEqual([{ startMs: 0, endMs: 75_000 }]);
});

test('cuts in the middle of the longest pause near the end of a piece', () => {
  const levels = levelsOf(100, [
    [20, 22], // too early
    [45, 45.3],
    [52, 53],
    [58, 58.2],
  ]);
  expect(planPieces(levels, { durationS: 100, maxPieceS: 75 })).toEqual([
    { startMs: 0, endMs: 52_500 },
    { startMs: 52_500, endMs: 100_000 },
  ]);
});

test('knows a pause under music by how much quieter it is', () => {
  const levels = levelsOf(100).map((level, frame) =>
    frame >= 2_600 && frame < 2_620 ? -45 : level === LOUD ? -10 : 0,
  );
  expect(planPieces(levels, { durationS: 100, maxPieceS: 75 })[0]?.endMs).toBe(52_200);
});

test('cuts where it is quietest if nobody pauses', () => {
  const levels = levelsOf(100).map((level, frame) => (frame >= 2_300 && frame < 2_310 ? level - 5 : level));
  expect(planPieces(levels, { durationS: 100, maxPieceS: 75 })[0]?.endMs).toBe(46_100);
});

test('makes sixty pieces of about a minute of an hour', () => {
  const pieces = planPieces(levelsOf(3_600), { durationS: 3_600, maxPieceS: 75 });
  expect(pieces).toHaveLength(60);
  for (const { startMs, endMs } of pieces) expect(Math.abs(endMs - startMs - 60_000)).toBeLessThan(1_000);
});

test('covers everything once, in order, in pieces that are not too long, and the same each time', () => {
  const some = fc.array(fc.float({ min: -100, max: 0, noNaN: true }), { minLength: 1, maxLength: 3_000 });
  fc.assert(
    fc.property(some, fc.integer({ min: 2, max: 20 }), (numbers, maxPieceS) => {
      const levels = Float32Array.from(numbers);
      const durationS = numbers.length * FRAME_S;
      const pieces = planPieces(levels, { durationS, maxPieceS });
      expect(pieces[0]?.startMs).toBe(0);
      expect(pieces.at(-1)?.endMs).toBe(Math.round(durationS * 1_000));
      for (const [index, { startMs, endMs }] of pieces.entries()) {
        expect(startMs).toBe(pieces[index - 1]?.endMs ?? 0);
        expect(endMs).toBeGreaterThan(startMs);
        expect(endMs - startMs).toBeLessThanOrEqual(maxPieceS * 1_000);
      }
      expect(planPieces(levels, { durationS, maxPieceS })).toEqual(pieces);
    }),
  );
});
