import { describe, expect, it } from 'vitest';
import { mostTelling, type OpenAction } from './most-telling.ts';
import { click } from './test/facts.ts';

const open = (actionId: string, openMs: number, differences: Partial<OpenAction> = {}): OpenAction => ({
  ...click(openMs),
  actionId,
  parentId: null,
  ...differences,
});

describe('mostTelling', () => {
  it.each([
    ['nothing of no actions', [], null],
    ['the action inside over the one that waits for it', [open('a', 9), open('b', 5, { parentId: 'a' })], 'b'],
    ['the one that may take longest still', [open('a', 25_000), open('b', 5_000), open('c', 9_000)], 'b'],
    ['one that may take an hour', [open('a', 40_000, { timeoutMs: 3_600_000 }), open('b', 1_000)], 'a'],
    ['one with a limit over one without', [open('a', 90_000, { timeoutMs: null }), open('b', 1_000)], 'b'],
    ['what is usual where there is no limit', [open('a', 9, { timeoutMs: null, usualMs: 90_000 }), open('b', 1)], 'a'],
    ['the oldest of those without', [open('a', 1, { timeoutMs: null }), open('b', 9, { timeoutMs: null })], 'b'],
    ['a child whose parent is not open', [open('a', 9, { parentId: 'gone' })], 'a'],
  ])('picks %s', (_, actions, picked) => {
    expect(mostTelling(actions)?.actionId ?? null).toBe(picked);
  });
});
