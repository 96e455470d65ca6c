import { describe, expect, test } from 'vitest';
import { filterOf, isFiltered, toggleVerdict } from './runs-search.ts';

describe('filterOf', () => {
  test('reads words with commas between them', () => {
    expect(filterOf({ verdict: 'stuck,failed', status: 'paused', text: 'lamp' })).toMatchObject({
      verdict: ['stuck', 'failed'],
      status: ['paused'],
      text: 'lamp',
    });
  });

  test('leaves out words that nobody knows', () => {
    expect(filterOf({ verdict: 'great', status: 'running,fine' })).toMatchObject({
      verdict: undefined,
      status: ['running'],
    });
  });
});

describe('toggleVerdict', () => {
  test('adds a verdict to the others, in one order', () => {
    expect(toggleVerdict({}, 'failed')).toBe('failed');
    expect(toggleVerdict({ verdict: 'failed' }, 'stuck')).toBe('stuck,failed');
  });

  test('takes away one that was there, and leaves nothing of the last', () => {
    expect(toggleVerdict({ verdict: 'stuck,failed' }, 'stuck')).toBe('failed');
    expect(toggleVerdict({ verdict: 'failed' }, 'failed')).toBeUndefined();
  });
});

describe('isFiltered', () => {
  test('tells whether any run is left out', () => {
    expect(isFiltered({})).toBe(false);
    expect(isFiltered({ text: undefined, waiting: undefined })).toBe(false);
    expect(isFiltered({ waiting: true })).toBe(true);
  });
});
