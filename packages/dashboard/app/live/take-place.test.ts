import { expect, onTestFinished, test } from 'vitest';
import { takePlace } from './take-place.ts';

function page(): AbortController {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  return controller;
}

test('four pages have a place, and another one as soon as one of them leaves', async () => {
  const pages = [page(), page(), page(), page()];
  for (const { signal } of pages) expect(await takePlace(signal)).toBe(true);
  const late = page();
  expect(await takePlace(late.signal)).toBe(false);
  pages[2]?.abort();
  await expect.poll(() => takePlace(late.signal)).toBe(true);
});

test('who has left takes none', async () => {
  const left = page();
  left.abort();
  expect(await takePlace(left.signal)).toBe(false);
});
