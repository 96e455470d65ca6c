import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeInput } from './describe-input.ts';
import { inputFromSettings } from './input-from-settings.ts';

describe('inputFromSettings', () => {
  it.each([
    ['text', ['url=https://example.org/?a=b'], { url: 'https://example.org/?a=b' }],
    ['JSON', ['n=5', 'deep=true', 'list=[1,2]', 'text="5"'], { n: 5, deep: true, list: [1, 2], text: '5' }],
    ['keys in keys', ['a.b.c=1', 'a.b.d=x'], { a: { b: { c: 1, d: 'x' } } }],
    ['nothing', ['empty='], { empty: '' }],
  ])('takes %s', (_, settings, input) => {
    expect(inputFromSettings(settings)).toEqual(input);
  });

  it('sets keys on top of an input, which stays as it was', () => {
    const base = { a: { b: 1 }, c: 2 };
    expect(inputFromSettings(['a.d=3'], base)).toEqual({ a: { b: 1, d: 3 }, c: 2 });
    expect(base).toEqual({ a: { b: 1 }, c: 2 });
  });

  it('takes a key for a key, whatever its name', () => {
    const input = inputFromSettings(['__proto__.polluted=1']);
    expect(JSON.stringify(input)).toBe('{"__proto__":{"polluted":1}}');
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([[['a']], [['=1']], [['a..b=1']], [['a=1', 'a.b=2']]])('refuses %j', (settings) => {
    expect(() => inputFromSettings(settings)).toThrow(expect.objectContaining({ code: 'usage_invalid' }));
  });
});

it('describes the fields of an input from its JSON Schema', () => {
  const schema = z.object({
    url: z.url().describe('where it is'),
    mode: z.enum(['fast', 'good']).default('good'),
    pages: z.array(z.int()).optional(),
    limit: z.union([z.number(), z.null()]),
  });
  expect(describeInput(z.toJSONSchema(schema, { io: 'input' }))).toEqual([
    'url  text (uri), required: where it is',
    'mode  "fast" or "good", optional, default "good"',
    'pages  list of whole number, optional',
    'limit  number or null, required',
  ]);
  expect(describeInput(null)).toEqual([]);
});
