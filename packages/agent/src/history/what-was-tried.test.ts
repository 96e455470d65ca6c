import { expect, test } from 'vitest';
import { howItEnded, tellTried } from './what-was-tried.ts';

test('each call is a line, whatever is in it', () => {
  const calls = [
    { tool: 'click', input: { selector: '#a' }, how: howItEnded({ told: 'the\npage', failed: false }) },
    { tool: 'click', input: undefined, how: howItEnded({ told: 'Error: nothing matched', failed: true }) },
  ];
  expect(tellTried(calls)).toBe(
    '1. click {"selector":"#a"}: succeeded: the page\n2. click null: failed: nothing matched',
  );
  expect(tellTried([])).toBe('');
});

test('the last forty are told of, each shortly', () => {
  const calls = Array.from({ length: 60 }, (_, index) => {
    return { tool: 'read', input: { index, text: 'x'.repeat(5_000) }, how: `failed: ${'y'.repeat(5_000)}` };
  });
  const lines = tellTried(calls).split('\n');
  expect(lines).toHaveLength(41);
  expect(lines[0]).toBe('(20 earlier calls are left out)');
  expect(lines[1]).toMatch(/^21\. read \{"index":20,"text":"x+.*: failed: y+…$/);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(420);
  expect(tellTried(calls.slice(19)).split('\n')[0]).toBe('(1 earlier call is left out)');
});
