import { describe, expect, test } from 'vitest';
import { findMatches } from './find-matches.ts';

const segments = [{ text: 'The lamp. The LAMP!' }, { text: 'No light (yet).' }, { text: 'A lamp\nthat burns' }];

describe('findMatches', () => {
  test('finds each place, in upper and lower case', () => {
    expect(findMatches(segments, 'lamp')).toEqual([
      { segment: 0, start: 4, end: 8 },
      { segment: 0, start: 14, end: 18 },
      { segment: 2, start: 2, end: 6 },
    ]);
  });

  test('takes any white space for any other', () => {
    expect(findMatches(segments, ' lamp  that ')).toEqual([{ segment: 2, start: 2, end: 11 }]);
  });

  test.each(['(yet).', '[', '\\', '*', 'a-b', '/', '$^', '{2}', '}', '|'])('takes %s as it is', (wanted) => {
    const found = findMatches([{ text: `before ${wanted} behind` }], wanted);
    expect(found).toEqual([{ segment: 0, start: 7, end: 7 + wanted.length }]);
  });

  test('finds nothing of nothing', () => {
    expect(findMatches(segments, '  ')).toEqual([]);
  });

  test('keeps the places of letters whose lower case is longer', () => {
    expect(findMatches([{ text: 'İstanbul lamp' }], 'lamp')).toEqual([{ segment: 0, start: 9, end: 13 }]);
  });
});
