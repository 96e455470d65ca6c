import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor, NUMBER_PART, TEXT_PART } from './cursor.ts';

const SHAPE = [NUMBER_PART, TEXT_PART];

describe('a cursor', () => {
  test('gives back its parts, whatever text they hold', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }),
        fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }),
        (run, key) => {
          fc.pre(!key.includes('\0'));
          expect(decodeCursor('items', encodeCursor('items', [String(run), key]), SHAPE)).toEqual([String(run), key]);
        },
      ),
    );
  });

  test.for([
    ['of another list', encodeCursor('runs', ['1', 'a'])],
    ['with a part too few', encodeCursor('items', ['1'])],
    ['with a part that is no number', encodeCursor('items', ['1; DROP', 'a'])],
    ['with a number that no column holds', encodeCursor('items', ['9'.repeat(19), 'a'])],
    ['with a NUL character', encodeCursor('items', ['1', 'a\0b'])],
    ['with an object in it', Buffer.from('[1,"items",{},"a"]').toString('base64url')],
    ['of an older version', Buffer.from('[0,"items","1","a"]').toString('base64url')],
    ['that is no list', Buffer.from('{"0":1}').toString('base64url')],
    ['that is nothing', ''],
    ['of 10 KB', 'a'.repeat(10_000)],
  ])('%s is refused', ([, cursor]) => {
    expect(() => decodeCursor('items', String(cursor), SHAPE)).toThrow(
      expect.objectContaining({ code: 'cursor_invalid' }),
    );
  });

  test('any other text is refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor('items', text, SHAPE)).toThrow(expect.objectContaining({ code: 'cursor_invalid' }));
      }),
    );
  });
});
