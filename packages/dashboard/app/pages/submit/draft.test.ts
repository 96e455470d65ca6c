import { expect, test } from 'vitest';
import { type Draft, keepDraft, readDraft } from './draft.ts';

class Kept {
  readonly entries = new Map<string, string>();
  getItem(key: string): string | null {
    return this.entries.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.entries.set(key, value);
  }
  removeItem(key: string): void {
    this.entries.delete(key);
  }
}

const draft: Draft = { input: { url: 'https://example.org' }, json: '{ "ur', priority: 5, reason: 'asked for' };

test('a draft is kept for each pipeline', () => {
  const storage = new Kept();
  keepDraft('episode', draft, storage);
  expect(readDraft('episode', storage)).toEqual(draft);
  expect(readDraft('feed', storage)).toBeNull();
  keepDraft('episode', null, storage);
  expect(storage.entries.size).toBe(0);
});

test.each(['nonsense', '[]', '{"input":{},"json":1,"priority":null,"reason":""}'])('of %s nothing is taken', (kept) => {
  expect(readDraft('episode', { getItem: () => kept })).toBeNull();
});

test('a browser that keeps nothing is no hindrance', () => {
  const refuse = () => {
    throw new DOMException('', 'QuotaExceededError');
  };
  keepDraft('episode', draft, { setItem: refuse, removeItem: refuse });
  expect(readDraft('episode', { getItem: refuse })).toBeNull();
});
