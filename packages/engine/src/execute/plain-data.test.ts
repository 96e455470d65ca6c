import { isDeepStrictEqual } from 'node:util';
import { DBOSJSON } from '@dbos-inc/dbos-sdk/internal/serialization';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ResultNotSerializableError, ResultTooLargeError } from '../errors/step-errors.ts';
import { checkPlainData, type DataKind } from './plain-data.ts';

const MIB = 1_048_576;

class Episode {
  readonly title = 'One';
}

class Episodes extends Array<string> {}

const withHole = [1, 2, 3];
delete withHole[1];

const circle: Record<string, unknown> = { name: 'a' };
circle.next = { back: circle };

const shared = { at: new Date(0), list: [1] };

function check(value: unknown, kind: DataKind, maxBytes = MIB): void {
  checkPlainData('step download', value, kind, maxBytes);
}

/** What is wrong with it, as a person reads it; `null`: nothing. */
function problemOf(value: unknown, kind: DataKind): string | null {
  try {
    check(value, kind);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ResultNotSerializableError);
    return (error as Error).message.replace('The result of step download cannot be kept: ', '');
  }
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

describe('what JSON brings back is kept either way', () => {
  test.each([
    ['null', null],
    ['nothing', undefined],
    ['a text', 'ö\u2028"\\'],
    ['booleans', [true, false]],
    ['numbers', [0, -1.5, 1e300, 5e-324]],
    ['empty things', { list: [], object: {}, text: '' }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
    ['objects and lists in one another', { items: [{ names: ['a'] }] }],
    ['the same object in two places', [{ id: 1 }, { id: 1 }].map((_, __, [first]) => first)],
    ['strange names', { '': 1, 'a.b': { c: [1] }, 'a\\': 1, constructor: 'Ferrari' }],
    ['a member that is undefined', { a: undefined }],
    ['100 levels', nested(100)],
  ])('%s', (_, value) => {
    check(value, 'json');
    check(value, 'rich');
  });
});

describe('what DBOS brings back as it was is kept of a step, and not of an item', () => {
  test.each([
    ['a date', { at: new Date(0) }, 'result.at is an instance of Date.'],
    ['a map', new Map([['a', 1]]), 'result is an instance of Map.'],
    ['a set', [new Set([1])], 'result[0] is an instance of Set.'],
    ['a bigint', { bytes: [1n] }, 'result.bytes[0] is a bigint.'],
    ['bytes', { image: Buffer.from('a') }, 'result.image is an instance of Buffer.'],
    ['an array of bytes', Uint8Array.of(1), 'result is an instance of Uint8Array.'],
    ['no number', { rate: Number.NaN }, 'result.rate is NaN, which JSON cannot hold.'],
    ['infinity', [1, Number.NEGATIVE_INFINITY], 'result[1] is -Infinity, which JSON cannot hold.'],
    ['undefined in a list', { list: [1, undefined] }, 'result.list[1] is undefined, which becomes null.'],
    ['NUL', { text: 'a\0' }, 'result.text is a text with a NUL character, which Postgres cannot store.'],
    [
      'NUL in a name',
      { 'a\0': 1 },
      'result["a\\u0000"] is named by a text with a NUL character, which Postgres cannot store.',
    ],
    ['half a character', ['\ud83d'], 'result[0] is a text with half of a surrogate pair, which Postgres cannot store.'],
    [
      'many at once',
      new Map<unknown, unknown>([
        [1n, new Set([Number.NaN])],
        [undefined, [shared, shared]],
      ]),
      'result is an instance of Map.',
    ],
  ])('%s', (_, value, problem) => {
    expect(problemOf(value, 'json')).toBe(problem);
    check(value, 'rich');
    expect(isDeepStrictEqual(DBOSJSON.parse(DBOSJSON.stringify(value)), value)).toBe(true);
  });
});

describe('what nothing brings back is refused, by its first place', () => {
  test.each([
    ['a function', { items: [1, 2, 3, { callback: () => 1 }] }, 'result.items[3].callback is a function.'],
    ['a method toJSON', { toJSON: () => 1 }, 'result.toJSON is a function.'],
    ['a symbol', [Symbol('a')], 'result[0] is a symbol.'],
    [
      'a member named by a symbol',
      { a: { [Symbol('hidden')]: 1 } },
      'result.a[Symbol(hidden)] is a member that is named by a symbol.',
    ],
    ['an instance', { 'my episode': new Episode() }, 'result["my episode"] is an instance of Episode.'],
    ['an instance of nothing named', [new (class {})()], 'result[0] is no plain object.'],
    ['a list of a class of its own', Episodes.from(['a']), 'result is an instance of Episodes.'],
    ['a boxed number', [Object(1)], 'result[0] is an instance of Number.'],
    ['an error', { error: new TypeError('a') }, 'result.error is an instance of TypeError.'],
    ['an expression', /a/, 'result is an instance of RegExp.'],
    ['an address', { url: new URL('https://example.com') }, 'result.url is an instance of URL.'],
    ['numbers of a fixed size', [new Float64Array(1)], 'result[0] is an instance of Float64Array.'],
    ['a promise', { later: Promise.resolve() }, 'result.later is an instance of Promise.'],
    ['a hole', { list: withHole }, 'result.list[1] is a hole in a list, which becomes null.'],
    ['a long list of holes', new Array(2 ** 32 - 1), 'result[0] is a hole in a list, which becomes null.'],
    ['the match of an expression', 'abc'.match(/b/), 'result.index is a named member of a list, which is dropped.'],
    ['a circle', { circle }, 'result.circle.next.back is a circle: it holds itself.'],
    ['101 levels', nested(101), `result${'[0].value'.repeat(50)} is nested more than 100 deep.`],
  ])('%s', (_, value, problem) => {
    expect(problemOf(value, 'json')).toBe(problem);
    expect(problemOf(value, 'rich')).toBe(problem);
  });
});

describe('what DBOS would bring back as something else is refused of a step', () => {
  test.each([
    ['an invalid date', { at: new Date(Number.NaN) }, 'result.at is an invalid date.'],
    ['a date of a class of its own', new (class Day extends Date {})(0), 'result is an instance of Day.'],
    ['a fault in a map', new Map([['a', { run: () => 1 }]]), 'result.get("a").run is a function.'],
    ['a fault under a bigint', new Map([[1n, new Episode()]]), 'result.get(1) is an instance of Episode.'],
    ['a function as a key', new Map([[() => 1, 1]]), 'result.keys() is a function.'],
    [
      'an object as a key',
      new Map([[shared, 1]]),
      'result.keys() is an object, where only texts, numbers and the like are found again.',
    ],
    [
      'a date in a set',
      new Set([new Date(0)]),
      'result.values() is an instance of Date, where only texts, numbers and the like are found again.',
    ],
    [
      'a map that holds itself',
      (() => {
        const map = new Map();
        return map.set('a', [map]);
      })(),
      'result.get("a")[0] is a circle: it holds itself.',
    ],
    [
      'a date by host',
      { 'example.com': new Date(0) },
      'result["example.com"] is an instance of Date under a name with a dot, which does not come back as it is (in a Map it does).',
    ],
    [
      'undefined by host',
      { 'example.com': undefined },
      'result["example.com"] is undefined under a name with a dot, which does not come back as it is (in a Map it does).',
    ],
    [
      '-0 by host',
      { 'example.com': -0 },
      'result["example.com"] is 0 under a name with a dot, which does not come back as it is (in a Map it does).',
    ],
    [
      'an object named constructor',
      { constructor: { at: new Date(0) } },
      'result.constructor is an object under that name, which may not come back as it is (in a Map it does).',
    ],
    [
      'an object after a backslash',
      { 'a\\': shared, b: shared },
      'result["a\\\\"] is an object under that name, which may not come back as it is (in a Map it does).',
    ],
    [
      '__proto__',
      JSON.parse('{"__proto__": 1}'),
      'result.__proto__ is a member of that name, which does not come back (a Map keeps it).',
    ],
  ])('%s', (_, value, problem) => {
    expect(problemOf(value, 'rich')).toBe(problem);
  });
});

test('a long name is cut in the message', () => {
  expect(problemOf({ ['a '.repeat(1_000)]: Symbol('b') }, 'rich')).toHaveLength(103);
});

describe('a result is as large as its JSON', () => {
  const sized: readonly (readonly [string, unknown])[] = [
    ['a text', 'abc'],
    ['not ASCII', 'grün 🦊'],
    ['escapes', 'a"\\\n\u0001'],
    ['numbers', [0, -0.25, 1e21, 123]],
    ['an object', { a: 1, 'bö"': [true, false, null], c: {}, d: [] }],
    ['a member that is dropped', { a: undefined, b: 1 }],
    ['only members that are dropped', { a: undefined }],
  ];
  test.each(sized)('%s', (_, value) => {
    const bytes = Buffer.byteLength(JSON.stringify(value));
    check(value, 'json', bytes);
    expect(() => check(value, 'json', bytes - 1)).toThrow(new ResultTooLargeError('step download', bytes, bytes - 1));
  });

  test.each([
    ['bytes', Buffer.alloc(1_000), 4_002],
    ['a map', new Map([['a', 1]]), 9],
    ['a set', new Set(['a', 'b']), 9],
    ['a date', [new Date(0)], 28],
    ['a bigint', 12n, 4],
  ])('%s too', (_, value, bytes) => {
    check(value, 'rich', bytes);
    expect(() => check(value, 'rich', bytes - 1)).toThrow(ResultTooLargeError);
  });

  test('50 MB of text say what to do instead', () => {
    const error = tooLarge('x'.repeat(50_000_000), 'rich');
    expect(error.message).toBe(
      'The result of step download takes at least 50000000 bytes as JSON; 1048576 may be kept in the database.',
    );
    expect(error.hint).toBe('Make it an artifact, with step.artifact, and return what that gives back.');
    expect(tooLarge({ audio: [Buffer.alloc(50_000_000)] }, 'rich').details.bytes).toBeGreaterThan(150_000_000);
    expect(tooLarge({ text: 'x'.repeat(50_000_000) }, 'json').details.bytes).toBeGreaterThan(50_000_000);
  });

  test('a small object that would be endless as JSON is told soon', () => {
    let wide: unknown = 'leaf';
    for (let level = 0; level < 90; level += 1) wide = level % 3 === 0 ? [wide, wide] : { a: wide, b: wide };
    expect(tooLarge(wide, 'json').details.bytes).toBeGreaterThan(MIB);
    expect(tooLarge(new Map([[1, wide]]), 'rich').details.bytes).toBeGreaterThan(MIB);
  });
});

function tooLarge(value: unknown, kind: DataKind): ResultTooLargeError {
  try {
    check(value, kind);
  } catch (error) {
    expect(error).toBeInstanceOf(ResultTooLargeError);
    return error as ResultTooLargeError;
  }
  throw new Error('it was kept');
}

/** Names on which a serializer may stumble among those that are no trouble. */
const NAMES = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'a.b',
    '.',
    'a\\',
    'a\\.b',
    '',
    '0',
    'constructor',
    'prototype',
    '__proto__',
    'toJSON',
    'json',
    'length',
  ),
  fc.string({ maxLength: 4 }),
);

const VALUES = fc.anything({
  key: NAMES,
  values: [
    fc.constantFrom<unknown>(undefined, null, -0, Number.NaN, Number.POSITIVE_INFINITY, '\0', '\ud800', true),
    fc.integer(),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.constant(Buffer.from('bytes')),
    fc.constant(shared),
    fc.constantFrom(new Date(Number.NaN), /a/g, new Error('a'), new URL('https://example.com'), new Episode(), circle),
  ],
  maxDepth: 4,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withBoxedValues: true,
});

/** Most of what `VALUES` makes has some fault: those that have none. */
const GOOD = fc.anything({
  key: NAMES,
  values: [
    fc.integer(),
    fc.string(),
    fc.constant(shared),
    fc.constant(undefined),
    fc.date({ noInvalidDate: true }),
    fc.bigInt(),
  ],
  maxDepth: 5,
  withMap: true,
  withSet: true,
});

function isKept(value: unknown, kind: DataKind): boolean {
  try {
    check(value, kind);
    return true;
  } catch {
    return false;
  }
}

test('property: what is kept of a step comes back from DBOS as it was', () => {
  let kept = 0;
  fc.assert(
    fc.property(fc.oneof(VALUES, GOOD), fc.boolean(), (value, twice) => {
      const result = twice ? { first: value, second: [value] } : value;
      if (!isKept(result, 'rich')) return;
      kept += 1;
      expect(isDeepStrictEqual(DBOSJSON.parse(DBOSJSON.stringify(result)), result)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect(kept).toBeGreaterThan(1_000);
});

test('property: what is kept of an item equals its JSON, but for members that are undefined and the sign of zero', () => {
  let kept = 0;
  fc.assert(
    fc.property(fc.oneof(VALUES, fc.jsonValue(), fc.anything({ key: NAMES })), (value) => {
      if (value === undefined || !isKept(value, 'json')) return;
      kept += 1;
      expect(JSON.parse(JSON.stringify(value))).toEqual(withoutSign(value));
    }),
    { numRuns: 5_000 },
  );
  expect(kept).toBeGreaterThan(1_000);
});

function withoutSign(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutSign);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutSign(member)]));
}
