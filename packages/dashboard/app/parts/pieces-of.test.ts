import { describe, expect, test } from 'vitest';
import { piecesOf } from './pieces-of.ts';

describe('piecesOf', () => {
  test('cuts at the start and the end of each range', () => {
    expect(piecesOf('a lamp burns', [{ start: 2, end: 6 }])).toEqual([
      { start: 0, text: 'a ', range: null },
      { start: 2, text: 'lamp', range: 0 },
      { start: 6, text: ' burns', range: null },
    ]);
  });

  test('keeps the text whole, whatever the ranges are', () => {
    const ranges = [
      { start: 0, end: 1 },
      { start: 0, end: 4 },
      { start: 3, end: 3 },
      { start: 4, end: 99 },
      { start: 5, end: 6 },
    ];
    const pieces = piecesOf('lights', ranges);
    expect(pieces.map(({ text }) => text).join('')).toBe('lights');
    expect(pieces.filter(({ range }) => range !== null).map(({ range }) => range)).toEqual([0, 4]);
  });

  test('leaves a text without ranges as it is', () => {
    expect(piecesOf('lamp', [])).toEqual([{ start: 0, text: 'lamp', range: null }]);
    expect(piecesOf('', [])).toEqual([]);
  });
});
