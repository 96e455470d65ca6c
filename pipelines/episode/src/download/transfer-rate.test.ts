import { expect, test } from 'vitest';
import { TransferRate } from './transfer-rate.ts';

test('says nothing at first, and then how fast it was over the last five seconds', () => {
  const rate = new TransferRate();
  expect(rate.at(0, 0)).toBeNull();
  expect(rate.at(100, 5_000)).toBeNull();
  expect(rate.at(1_000, 10_000)).toBe(10_000);
  // A long stall, and then faster: what was before the stall is forgotten.
  rate.at(60_000, 10_000);
  rate.at(61_000, 110_000);
  expect(rate.at(62_000, 210_000)).toBe(100_000);
});
