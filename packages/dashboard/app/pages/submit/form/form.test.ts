import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readableName } from './field-name.ts';
import { fieldIdOf, fieldLabelOf, partsOf } from './field-path.ts';
import { findFaults } from './find-faults.ts';
import { type JsonSchema, readSchema } from './json-schema.ts';
import { presentSchema } from './present-schema.ts';
import { choiceOf, fieldsFor, variantsOf } from './variants.ts';
import { withDefaults } from './with-defaults.ts';

/** The schema of an input as a server tells it. */
function told(input: z.ZodType): JsonSchema {
  return presentSchema(readSchema(z.toJSONSchema(input, { io: 'input' }))!);
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
    expect(variants.map(({ title }) => title)).toEqual(['URL', 'Feed, GUID', 'URL, Latest']);
  });

  test.each([
    [{}, 0],
    [null, 0],
    [{ url: 'https://example.org' }, 0],
    [{ guid: '1' }, 1],
    [{ url: 'https://example.org', latest: 1 }, 2],
  ])('that %j fits best is number %d', (input, expected) => {
    expect(choiceOf(variants, input)).toBe(expected);
  });

  test('keep what they have fields for', () => {
    expect(fieldsFor(variants[0]!, { url: 'a', guid: 'b' })).toEqual({ url: 'a' });
    expect(fieldsFor(variants[0]!, 'text')).toEqual({});
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
    [{ steps: [null] }, 'steps[0]', 'is needed'],
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
    expect(fieldIdOf('steps[2].url')).toBe('field_steps_2_url');
    expect(fieldLabelOf('steps[2].baseUrl')).toBe('Steps 3, Base URL');
    expect(fieldLabelOf('')).toBe('');
  });
});

describe('withDefaults', () => {
  const schema = told(
    z.object({
      n: z.int().default(5),
      url: z.url(),
      isFast: z.boolean(),
      isQuiet: z.boolean().optional(),
      pending: z.literal(true),
      tags: z.array(z.string()),
      nested: z.object({ size: z.enum(['s', 'm']).default('m') }),
      other: z.object({ size: z.number().default(1) }).optional(),
    }),
  );

  test('fills in what a field is if it is left out, and what alone it can be', () => {
    expect(withDefaults(schema, undefined)).toEqual({
      ...{ n: 5, isFast: false, pending: true, tags: [], nested: { size: 'm' } },
    });
  });

  test('leaves what was filled in', () => {
    expect(withDefaults(schema, { n: 0, url: 'x', isFast: true, other: {}, strange: 1 })).toMatchObject({
      ...{ n: 0, url: 'x', isFast: true, other: { size: 1 }, strange: 1 },
    });
    expect(withDefaults(schema, 'no object')).toBe('no object');
  });
});

test.each([null, 'text', { properties: { a: 1 } }])('of %j no form is made', (schema) => {
  expect(readSchema(schema)).toBeNull();
});
