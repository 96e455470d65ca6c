import { describe, expect, test } from 'vitest';
import { nameKey } from './name-key.ts';

describe('nameKey', () => {
  test.each([
    ['Miles Davis', '  MILES\u00a0\n davis. '],
    ['Beyoncé', 'Beyonce\u0301'],
    ['Straße', 'STRASSE'],
    ['ΟΔΥΣΣΕΥΣ', 'Οδυσσεύς'.normalize('NFD').replace('\u0301', '')],
    ['D’Angelo', "D'Angelo"],
    ['Jean‑Luc', 'Jean-Luc'],
    ['Impulse!', '“Impulse”'],
  ])('%j and %j are one name', (one, other) => {
    expect(nameKey(other)).toBe(nameKey(one));
  });

  test.each([
    ['Pelé', 'Pele'],
    ['C', 'C++'],
    ['P!nk', 'Pnk'],
    ['Blue Note', 'Bluenote'],
  ])('%j and %j are two', (one, other) => {
    expect(nameKey(other)).not.toBe(nameKey(one));
  });

  test('a name of punctuation alone keeps it', () => {
    expect(nameKey(' !!! ')).toBe('!!!');
    expect(nameKey('  ')).toBe('');
  });

  test('the key of a key is the key', () => {
    for (const name of ['“Straße!”', 'İstanbul', 'Ünïté – «Paris»', 'ﬁne ’n’ dandy', 'Ωmega Σ']) {
      expect(nameKey(nameKey(name))).toBe(nameKey(name));
    }
  });
});
