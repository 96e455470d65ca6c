import { expect, test } from 'vitest';
import { readClosedCards, writeClosedCard } from './closed-cards.ts';

function storageOf(stored: string | null = null) {
  let text = stored;
  return {
    getItem: () => text,
    setItem: (_: string, value: string) => {
      text = value;
    },
  };
}

test('a card that was closed stays so until it is shown again', () => {
  const storage = storageOf();
  writeClosedCard(storage, 'a', true);
  writeClosedCard(storage, 'b', true);
  expect(readClosedCards(storage)).toEqual(['a', 'b']);
  writeClosedCard(storage, 'a', false);
  expect(readClosedCards(storage)).toEqual(['b']);
});

test('only the last ones are kept', () => {
  const storage = storageOf();
  for (let n = 0; n < 205; n += 1) writeClosedCard(storage, `run-${n}`, true);
  expect(readClosedCards(storage)).toHaveLength(200);
  expect(readClosedCards(storage).at(-1)).toBe('run-204');
});

test.each(['', '{', '{"a":1}', 'null'])('what is stored as %j counts as nothing', (stored) => {
  expect(readClosedCards(storageOf(stored))).toEqual([]);
});

test('a browser that keeps nothing is no failure', () => {
  const refuse = () => {
    throw new Error('denied');
  };
  writeClosedCard({ getItem: refuse, setItem: refuse }, 'a', true);
  expect(readClosedCards({ getItem: refuse })).toEqual([]);
});
