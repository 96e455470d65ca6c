import type { RJSFSchema } from '@rjsf/utils';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readableName } from './field-name.ts';
import { errorsAtFields, fieldIdOf, fieldLabelOf, partsOf } from './field-path.ts';
import { findFaults } from './find-faults.ts';
import { presentSchema } from './present-schema.ts';
import { fieldsFor, variantOf, variantsOf } from './variants.ts';

/** The schema of an input as a server tells it. */
function told(input: z.ZodType): RJSFSchema {
  return presentSchema(z.toJSONSchema(input, { io: 'input' }) as RJSFSchema);
}

describe('readableName', () => {
  test.each([
    ['url', 'URL'],
    ['episodeId', 'Episode ID'],
    ['timeoutMs', 'Timeout (ms)'],
    ['max_requests', 'Max requests'],
    ['allowedDomains', 'Allowed domains'],
    ['n', 'N'],
  ])('of %s is %s', (name, readable) => {
    expect(readableName(name)).toBe(readable);
  });
});

describe('presentSchema', () => {
  test('gives every field a title, and leaves those that there are', () => {
    const schema = told(
      z.object({
        feedUrl: z.url(),
        n: z.int().meta({ title: 'How many' }),
        steps: z.array(z.object({ itemMs: z.number() })),
      }),
    );
    expect(schema).toMatchObject({
      properties: {
        feedUrl: { title: 'Feed URL', format: 'uri' },
        n: { title: 'How many' },
        steps: { title: 'Steps', items: { properties: { itemMs: { title: 'Item (ms)' } } } },
      },
    });
    expect(schema).not.toHaveProperty('$schema');
  });

  test('leaves out the bounds that every whole number has', () => {
    const { properties } = told(z.object({ n: z.int().min(1) }));
    expect(properties?.n).toEqual({ title: 'N', type: 'integer', minimum: 1 });
  });
});

const source = told(
  z.union([
    z.strictObject({ url: z.url() }),
    z.strictObject({ feed: z.url(), guid: z.string() }),
    z.strictObject({ url: z.url(), latest: z.int() }),
  ]),
);

describe('variants', () => {
  const variants = variantsOf(source) ?? [];

  test('are called by the fields that they need', () => {
    expect(variants.map(({ label }) => label)).toEqual(['URL', 'Feed, GUID', 'URL, Latest']);
  });

  test.each([
    [{}, 0],
    [null, 0],
    [{ url: 'https://example.org' }, 0],
    [{ guid: '1' }, 1],
    [{ url: 'https://example.org', latest: 1 }, 2],
  ])('that %j fits best is number %d', (input, expected) => {
    expect(variantOf(variants, input)).toBe(expected);
  });

  test('keep what they have fields for', () => {
    expect(fieldsFor(variants[0]!.schema, { url: 'a', guid: 'b' })).toEqual({ url: 'a' });
    expect(fieldsFor(variants[0]!.schema, 'text')).toEqual({});
  });

  test('there are none of a plain object, or of values without fields', () => {
    expect(variantsOf(told(z.object({ a: z.string() })))).toBeNull();
    expect(variantsOf(told(z.union([z.string(), z.number()])))).toBeNull();
  });
});

describe('findFaults', () => {
  const schema = told(
    z.strictObject({
      url: z.url(),
      count: z.int().min(1).max(5).optional(),
      kind: z.enum(['a', 'b']).optional(),
      steps: z.array(z.object({ name: z.string().min(1) })).min(1),
      either: z.union([z.string(), z.object({ n: z.number() })]).optional(),
      many: z.union([z.string(), z.number()]).optional(),
      code: z
        .string()
        .regex(/^\P{Cc}{3}$/u)
        .optional(),
    }),
  );
  const good = { url: 'https://example.org', steps: [{ name: 'x' }] };

  test('finds nothing in what is right', () => {
    expect(findFaults(schema, { ...good, count: undefined })).toEqual([]);
  });

  test('names what is missing', () => {
    expect(findFaults(schema, {})).toEqual([
      { path: 'url', message: 'is needed' },
      { path: 'steps', message: 'is needed' },
    ]);
  });

  test.each([
    [{ url: 'nowhere' }, 'url', 'is no address such as https://example.org/42'],
    [{ count: 0 }, 'count', 'has to be 1 or more'],
    [{ count: 9 }, 'count', 'has to be 5 or less'],
    [{ count: 1.5 }, 'count', 'has to be a whole number'],
    [{ kind: 'c' }, 'kind', 'has to be one of "a", "b"'],
    [{ steps: [] }, 'steps', 'needs at least one'],
    [{ steps: [{ name: 'x' }, { name: '' }] }, 'steps[1].name', 'is empty'],
    [{ steps: [{}] }, 'steps[0].name', 'is needed'],
    [{ either: true }, 'either', 'fits none of what may stand here'],
    [{ many: true }, 'many', 'has to be a text or a number'],
    [{ code: 'ab' }, 'code', 'does not have the form ^\\P{Cc}{3}$'],
    [{ strange: 1 }, 'strange', 'is no field of this input'],
  ])('says of %j what is wrong, once', (wrong, path, message) => {
    expect(findFaults(schema, { ...good, ...wrong })).toEqual([{ path, message }]);
  });
});

describe('the path of a fault', () => {
  test('leads to the field', () => {
    expect(partsOf('steps[2].url')).toEqual(['steps', 2, 'url']);
    expect(fieldIdOf('steps[2].url')).toBe('root_steps_2_url');
    expect(fieldLabelOf('steps[2].baseUrl')).toBe('Steps 3, Base URL');
    expect(fieldLabelOf('')).toBe('');
  });

  test('is where the form shows it', () => {
    const errors = errorsAtFields([
      { path: 'steps[2].url', message: 'is needed' },
      { path: '', message: 'is wrong' },
    ]);
    expect(errors).toMatchObject({ __errors: ['is wrong'], steps: { 2: { url: { __errors: ['is needed'] } } } });
  });
});
