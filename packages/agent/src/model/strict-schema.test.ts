import { asSchema } from 'ai';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isStrictSchema } from './strict-schema.ts';

test.each([
  [
    'nested objects and unions',
    z.object({ a: z.array(z.object({ b: z.string() })), c: z.union([z.string(), z.null()]) }),
    true,
  ],
  ['an optional property', z.object({ a: z.string().optional() }), false],
  ['an optional property deep inside', z.object({ a: z.array(z.object({ b: z.string().optional() })) }), false],
  ['a property named required', z.object({ required: z.string() }), true],
  ['a record', z.record(z.string(), z.number()), false],
])('of %s: %s', async (_, schema: z.ZodType, expected) => {
  expect(isStrictSchema(await asSchema(schema).jsonSchema)).toBe(expected);
});
