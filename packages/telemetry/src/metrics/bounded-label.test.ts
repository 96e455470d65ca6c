import { expect, test } from 'vitest';
import { BoundedLabel } from './bounded-label.ts';

test('the first hundred values are told apart, any further one is `other`', () => {
  const label = new BoundedLabel();
  const names = Array.from({ length: 100 }, (_, n) => `tool-${n}`);
  expect(names.map((name) => label.of(name))).toEqual(names);
  expect([label.of('tool-100'), label.of('tool-101'), label.of('tool-99'), label.of('tool-100')]).toEqual([
    'other',
    'other',
    'tool-99',
    'other',
  ]);
});
