import { describe, expect, it } from 'vitest';
import { NO_COUNTS } from '../view/step-view.ts';
import { formatBytes, formatCounts, formatNumber, formatQuantity, singular } from './quantity.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_234, '1,234'],
    [1_234_567.89, '1,234,567.9'],
    [0.04, '0'],
    [-1_234, '-1,234'],
    [1e21, '1e+21'],
  ])('says %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [999_960, '1.0 MB'],
    [12_345_678, '12.3 MB'],
    [5e12, '5.0 TB'],
  ])('says %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatQuantity', () => {
  it.each([
    [1, 'segments', '1 segment'],
    [2, 'segments', '2 segments'],
    [1, null, '1 item'],
    [0, null, '0 items'],
    [1_710, 'audio seconds', '1,710 audio seconds'],
    [2_500_000, 'bytes', '2.5 MB'],
  ])('says %d %s as %s', (count, unit, text) => {
    expect(formatQuantity(count, unit)).toBe(text);
  });
});

describe('singular', () => {
  it.each([
    ['segments', 'segment'],
    ['entities', 'entity'],
    ['audio seconds', 'audio second'],
    ['GB', 'GB'],
    ['ms', 'ms'],
    ['progress', 'progress'],
  ])('of %s is %s', (plural, one) => {
    expect(singular(plural)).toBe(one);
  });
});

describe('formatCounts', () => {
  it.each([
    [{ total: 120, done: 45 }, 'segments', '45 of 120 segments'],
    [{ total: 120, done: 45, estimated: true }, 'segments', '45 of ~120 segments'],
    [{ total: 1, done: 0 }, 'segments', '0 of 1 segment'],
    [{ total: 10, done: 5, failed: 2, skipped: 1 }, null, '8 of 10 items (2 failed, 1 skipped)'],
    [{ done: 45 }, 'segments', '45 segments'],
    [{ done: 1 }, 'segments', '1 segment'],
    [{ total: 0 }, null, 'no items to process'],
    [{ total: 80_000_000, done: 1_200_000 }, 'bytes', '1.2 of 80.0 MB'],
    [{ done: 1_200_000 }, 'bytes', '1.2 MB'],
  ])('says %o %s as %s', (counts, unit, text) => {
    expect(formatCounts({ ...NO_COUNTS, ...counts }, unit)).toBe(text);
  });
});
