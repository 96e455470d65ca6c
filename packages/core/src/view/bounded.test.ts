import { expect, it } from 'vitest';
import { append, type Bounded, NOTHING } from './bounded.ts';

it('keeps the newest entries and counts the others', () => {
  let list: Bounded<number> = NOTHING;
  for (const entry of [1, 2, 3, 4, 5]) list = append(list, entry, 3);
  expect(list).toEqual({ entries: [3, 4, 5], dropped: 2 });
});
