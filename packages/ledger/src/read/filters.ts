import type { Instant } from '@telltale/core';
import { InvalidFilterError } from '../errors.ts';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 500;

/** Checks how many rows somebody wants. Throws `InvalidFilterError`. */
export function checkLimit(limit: number, max = MAX_LIMIT): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
  throw new InvalidFilterError('limit', `a whole number from 1 to ${max}`, limit);
}

/** Checks an instant that came from outside. Throws `InvalidFilterError`. */
export function checkInstant(field: string, value: Instant): Instant {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  const year = Number.isNaN(ms) ? 0 : new Date(ms).getUTCFullYear();
  if (year >= 1 && year <= 9999) return new Date(ms).toISOString();
  throw new InvalidFilterError(field, 'an instant like 2026-11-21T03:14:15.926Z', value);
}

/** Checks words from a fixed list. Throws `InvalidFilterError`. */
export function checkWords<T extends string>(field: string, words: readonly T[], known: readonly T[]): readonly T[] {
  const strange = words.find((word) => !known.includes(word));
  if (strange === undefined) return words;
  throw new InvalidFilterError(field, `of ${known.join(', ')}`, strange);
}

/**
 * Whether a column can hold this text at all. Postgres refuses NUL characters, and what is longer than its column allows
 * is in no row: in both cases there is nothing to be found, and no need to ask.
 */
export function canExist(text: string, maxCharacters: number): boolean {
  return typeof text === 'string' && text.length > 0 && text.length <= maxCharacters && !text.includes('\0');
}

/** The longest texts of the ledger's columns, in characters. Names of steps, items, actions and tools share one. */
export const MAX_CHARACTERS = { runId: 300, pipeline: 64, subject: 200, name: 500, words: 500 } as const;
