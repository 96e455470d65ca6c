import { describe, expect, it } from 'vitest';
import { formatAge, formatDuration, formatRange } from './duration.ts';

const S = 1_000;
const M = 60 * S;
const H = 60 * M;

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.4, '0 ms'],
    [999.4, '999 ms'],
    [999.5, '1.0 s'],
    [28_400, '28.4 s'],
    [30 * S, '30.0 s'],
    [59_949, '59.9 s'],
    [59_950, '1 m 00 s'],
    [125 * S, '2 m 05 s'],
    [H - 501, '59 m 59 s'],
    [H - 500, '1 h 00 m'],
    [H + 2 * M, '1 h 02 m'],
    [47 * H + 59 * M, '47 h 59 m'],
    [76 * H, '3 d 04 h'],
  ])('says %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatAge', () => {
  it.each([
    [-5, '0 s'],
    [999, '0 s'],
    [42_900, '42 s'],
    [59_999, '59 s'],
    [130 * S, '2 m 10 s'],
    [H, '1 h 00 m'],
  ])('says %d ms as %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});

describe('formatRange', () => {
  it.each([
    [3 * M, 5 * M, 'about 3–5 min'],
    [3.2 * M, 4.1 * M, 'about 3–5 min'],
    [2 * M, 2 * M, 'about 2 min'],
    [20 * S, 40 * S, 'about 20–40 s'],
    [22 * S, 36 * S, 'about 20–40 s'],
    [2 * S, 18 * S, 'under 20 s'],
    [0, 0, 'under 5 s'],
    [10 * S, 4.5 * M, 'under 5 min'],
    [89 * S, 90 * S, 'about 85–90 s'],
    [1.2 * M, 91 * S, 'about 1–2 min'],
    [80 * M, 90 * M, 'about 80–90 min'],
    [80 * M, 100 * M, 'about 1–2 h'],
    [100 * M, 115 * M, 'about 1.5–2 h'],
    [30 * H, 72 * H, 'about 1–3 d'],
  ])('says %d to %d ms as %s', (lowMs, highMs, text) => {
    expect(formatRange({ lowMs, highMs })).toBe(text);
  });
});
