import { type Failure, failureSchema, instantSchema } from '@telltale/core';
import { z } from 'zod';

/** Milliseconds; may have a fraction. */
export const milliseconds = z.number().nonnegative();

export const instant = instantSchema.meta({
  description: 'ISO 8601 in UTC with milliseconds.',
  example: '2026-11-21T03:14:15.926Z',
});

/** An instant as people write it into a query: a day, which is its start in UTC, or a time in UTC or with an offset. */
export const writtenInstant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'expected a day such as 2026-11-21, or an instant such as 2026-11-21T03:14:15Z',
  })
  .transform((text) => new Date(text).toISOString())
  .pipe(z.string());

export const failure: z.ZodType<Failure> = failureSchema;

/** Where a list goes on: `nextCursor` of the page before, as it stands. */
export const cursor = z
  .string()
  .min(1)
  .max(4_000)
  .meta({ description: '`nextCursor` of the page before, as it stands.' });

export const nextCursor = z.string().nullable().meta({ description: '`null` after the last page.' });

/** A number in a query parameter. */
export function wholeNumber() {
  return z.coerce
    .number({ error: ({ code }) => (code === 'invalid_type' ? 'expected a whole number' : undefined) })
    .int();
}

/** A word in a query parameter that only what is called so has. */
export const name = z.string().min(1, 'expected a name; leave it out for all of them');

export function limit(most: number, otherwise: number) {
  return wholeNumber()
    .min(1)
    .max(most)
    .default(otherwise)
    .meta({ description: `How many, 1–${most}. Default: ${otherwise}.` });
}

/** Several words of a fixed list in one query parameter, with commas between them. */
export function wordsOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z
    .string()
    .transform((text) => text.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(words)).min(1))
    .meta({ description: `One or more, with commas between them: ${words.map((word) => `\`${word}\``).join(', ')}.` });
}

/** A yes or no in a query parameter. */
export const yesOrNo = z
  .enum(['true', 'false'])
  .transform((word) => word === 'true')
  .pipe(z.boolean());

/**
 * Why an answer is an earlier one: the database was away, and this is what the server knew last. Such an answer has `stale`,
 * a fresh one has not.
 */
export const staleSchema = z.object({
  since: instant.meta({ description: 'When this was read from the database.' }),
  code: z.string().meta({ description: 'The error that a fresh answer failed with.' }),
  message: z.string(),
});
export type Stale = z.infer<typeof staleSchema>;

/** The answer of a read. */
export function read<T extends z.ZodRawShape>(shape: T) {
  return z.object({ ...shape, stale: staleSchema.optional() });
}
