import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BoundedJsonOptions, toBoundedJson, toBoundedJsonText } from './bounded-json.ts';
import { toBoundedText } from './bounded-text.ts';
import { utf8Bytes } from './json-text.ts';
import { LIMITS } from './limits.ts';

const RUNS = { numRuns: 1_000 };

const fails = (): never => {
  throw new Error('hostile');
};

/** Values that fast-check could not hold itself, as it looks into what it makes. */
const HOSTILE: readonly (() => unknown)[] = [
  () => new Proxy({}, { get: fails, ownKeys: fails, getPrototypeOf: fails, getOwnPropertyDescriptor: fails }),
  () => new Proxy([], { get: (_target, key) => (key === 'length' ? 1e9 : fails()) }),
  () => new Proxy([1], { get: (_target, key) => (key === 'length' ? Symbol('length') : 1) }),
  () =>
    new Proxy(
      { a: 1 },
      { get: (_target, key) => (key === 'toJSON' ? undefined : Math.random().toString(36).repeat(50)) },
    ),
  () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return proxy;
  },
  () => Object.defineProperty({}, 'x', { enumerable: true, get: fails }),
  () => ({ toJSON: fails }),
  () => ({ toJSON: () => ({ toJSON: fails }) }),
  () => ({ [Symbol.toPrimitive]: fails, toString: fails, valueOf: fails }),
  () =>
    Object.create(
      {
        get [Symbol.toStringTag]() {
          return fails();
        },
      },
      { a: { enumerable: true, value: 1 } },
    ),
  () => Object.create({ [Symbol.toStringTag]: 'Map' }),
  () => Object.assign(new Error('x'), { message: { toString: fails }, name: fails, cause: fails }),
  () => Object.assign(() => 1, { toJSON: fails }),
  () => 'x'.repeat(50_000_000),
  () => `${'\ud800'.repeat(3_000)}\0`,
  () => new Array(4_294_967_295),
  () => 2n ** 100_000n,
  () => {
    const list: unknown[] = [];
    list.push(list, { list });
    return list;
  },
  () => {
    let deep: unknown = 'bottom';
    for (let depth = 0; depth < 100_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { deep };
    return deep;
  },
  () => {
    let wide: unknown = 'leaf';
    for (let depth = 0; depth < 30; depth += 1) wide = [wide, wide, wide];
    return wide;
  },
];

const anything = fc.anything({
  key: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', 'toJSON', 'length', 'constructor', 'password', 'tokens', 'value', '…'),
  ),
  values: [
    ...[
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom('\0', '\ud83c', '\udfa7', '"', '漢', '\u001b') }),
    ],
    ...[fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, -0, Symbol.iterator, fails)],
    ...[fc.lorem({ maxCount: 200 }), fc.webUrl({ withQueryParameters: true }), fc.base64String({ maxLength: 2_000 })],
  ],
  maxDepth: 5,
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});

const hostile = fc.record({ around: anything, inner: fc.constantFrom(...HOSTILE) });

/** Makes the value when the property runs: plain, hostile, or both in one. */
const value: fc.Arbitrary<() => unknown> = fc.oneof(
  { weight: 3, arbitrary: anything.map((made) => () => made) },
  {
    weight: 1,
    arbitrary: hostile.map(({ around, inner }) => () => ({ around, inner: inner(), list: [inner()] })),
  },
);

const options: fc.Arbitrary<Required<BoundedJsonOptions>> = fc.record({
  maxBytes: fc.oneof(fc.integer({ min: LIMITS.minimumBytes, max: 400 }), fc.integer({ min: 400, max: 20_000 })),
  redact: fc.boolean(),
});

test('any value becomes JSON within the limit that Postgres accepts', () => {
  fc.assert(
    fc.property(value, options, (make, { maxBytes, redact }) => {
      const text = toBoundedJsonText(make(), { maxBytes, redact });
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(maxBytes);
      expect(text.isWellFormed()).toBe(true);
      expect(text).not.toMatch(/\0|(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i);
      expect(() => JSON.parse(text)).not.toThrow();
    }),
    RUNS,
  );
});

test('the same value gives the same text', () => {
  fc.assert(
    fc.property(anything, options, (made, limits) => {
      expect(toBoundedJsonText(made, limits)).toBe(toBoundedJsonText(made, limits));
    }),
    RUNS,
  );
});

test('what went through uncut goes through again unchanged', () => {
  fc.assert(
    fc.property(anything, fc.boolean(), (made, redact) => {
      const once = toBoundedJson(made, { redact, maxBytes: 1_000_000 });
      fc.pre(!JSON.stringify(once).includes('… (+'));
      expect(JSON.stringify(toBoundedJson(once, { redact, maxBytes: 1_000_000 }))).toBe(JSON.stringify(once));
    }),
    RUNS,
  );
});

test('JSON values within the limits stay as they are', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme-ascii' }), (json) => {
      fc.pre(utf8Bytes(JSON.stringify(json)) <= 8_192);
      expect(toBoundedJsonText(json, { redact: false })).toBe(JSON.stringify(json));
    }),
    RUNS,
  );
});

const SECRET_KEYS = [
  'password',
  'api_key',
  'apiKey',
  'X-Api-Key',
  'Authorization',
  'Set-Cookie',
  'client_secret',
  'accessToken',
  'private_key',
];

/** Where a secret may stand, by key or inside of a text. */
const PLACES: Readonly<Record<string, (secret: string, key: string) => unknown>> = {
  'under a secret key': (secret, key) => ({ [key]: secret }),
  'anywhere under a secret key': (secret, key) => ({ [key]: { inner: [secret], more: { [secret]: secret } } }),
  'in a pair': (secret, key) => [[key, secret]],
  'in a Map': (secret, key) => new Map([[key, secret]]),
  'in a value with its name': (secret, key) => ({ name: key, value: secret }),
  'in a value before its key': (secret, key) => ({ value: secret, key }),
  'in what is typed into a field': (secret, key) => ({ field: `The ${key} field`, text: secret }),
  'in JSON in a string': (secret, key) => JSON.stringify({ [key]: secret }),
  'in JSON in JSON in a string': (secret, key) => JSON.stringify({ body: JSON.stringify({ [key]: secret }) }),
  'in a flag of a command': (secret, key) => `--${key} ${secret}`,
  'in an assignment': (secret, key) => `${key}=${secret}`,
  'in a parameter of a URL': (secret, key) => `https://example.com/?${key}=${secret}`,
  'in the credentials of a URL': (secret) => `https://anna:${secret}@example.com/path`,
  'in a URL object': (secret) => new URL(`https://example.com/?X-Amz-Signature=${secret}&page=2`),
  'in a key': (secret) => ({ [`https://anna:${secret}@example.com`]: 1 }),
  'in an error and its cause': (secret) =>
    new Error(`failed: https://anna:${secret}@example.com`, { cause: `Bearer ${secret}` }),
};

const secret = fc.stringMatching(/^[A-Za-z0-9_~.-]{8,300}$/).map((text) => `Zq7${text}`);

test.each(Object.entries(PLACES))('a secret is in no output, whatever the limit: %s', (_title, place) => {
  const filler = fc.lorem({ maxCount: 60 });
  fc.assert(
    fc.property(secret, fc.constantFrom(...SECRET_KEYS), filler, options, (planted, key, text, { maxBytes }) => {
      const holding = place(planted, key);
      const inText = typeof holding === 'string' ? `${text} ${holding} ${text}` : holding;
      for (const made of [holding, inText, { text, inText, list: [text, inText] }]) {
        expect(toBoundedJsonText(made, { maxBytes })).not.toContain('Zq7');
        expect(toBoundedText(made, { maxCharacters: maxBytes })).not.toContain('Zq7');
      }
    }),
    { numRuns: 100 },
  );
});

/** Counts the properties that are read anywhere in a value without end. */
function endless(length: number): { readonly value: unknown; readonly reads: () => number } {
  let reads = 0;
  const list = (): unknown =>
    new Proxy([], {
      get: (_target, key) => {
        reads += 1;
        if (key === 'length') return length;
        return Number(key) % 3 === 0 ? list() : 'word '.repeat(Number(key) % 50);
      },
    });
  return { value: list(), reads: () => reads };
}

test.each([64, 500, 2_048, 8_192])('work is bounded by a limit of %d bytes, not by the value', (maxBytes) => {
  const small = endless(100);
  const large = endless(1e9);
  toBoundedJsonText(small.value, { maxBytes });
  const text = toBoundedJsonText(large.value, { maxBytes });
  expect(utf8Bytes(text)).toBeLessThanOrEqual(maxBytes);
  expect(large.reads()).toBeLessThanOrEqual(small.reads() * 1.1);
  expect(large.reads()).toBeLessThan(10 * maxBytes + 1_000);
});

test('a Map or Set of a million entries is read as far as it is shown', () => {
  let seen = 0;
  class CountedSet extends Set<number> {
    override *[Symbol.iterator](): ReturnType<Set<number>[typeof Symbol.iterator]> {
      for (const item of super.values()) {
        seen += 1;
        yield item;
      }
    }
  }
  const text = toBoundedJsonText(new CountedSet(Array.from({ length: 1_000_000 }, (_, index) => index)));
  expect(text).toContain('(+999,900 items)');
  expect(seen).toBeLessThan(200);
});
