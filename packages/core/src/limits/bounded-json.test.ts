import { expect, test } from 'vitest';
import { toBoundedJson, toBoundedJsonText } from './bounded-json.ts';
import { utf8Bytes } from './json-text.ts';
import { LIMITS } from './limits.ts';

function namedFunction(): void {}

class Point {
  readonly x = 1;
  readonly y = 2;
}

class Empty {}

const selfContaining: Record<string, unknown> = { a: 1 };
selfContaining.self = selfContaining;

function nested(depth: number): unknown {
  return depth === 0 ? 'bottom' : { inner: nested(depth - 1) };
}

test.each([
  ['a small event', { label: 'chunk 12', durationMs: 312.5 }, '{"label":"chunk 12","durationMs":312.5}'],
  ['escapes', { text: 'say "hi"\\\n' }, '{"text":"say \\"hi\\"\\\\\\n"}'],
  ['a string', 'hello', '"hello"'],
  ['null', null, 'null'],
  ['undefined', undefined, 'null'],
  ['undefined in objects and arrays', { a: undefined, b: [undefined, 1] }, '{"b":[null,1]}'],
  ['numbers that JSON has not', [Number.NaN, Infinity, -Infinity, -0], '["NaN","Infinity","-Infinity",0]'],
  ['bigints', [12n, -(2n ** 70n), 2n ** 4_000_000n], '[12,"-1180591620717411303424","[bigint beyond 128 bits]"]'],
  [
    'functions and symbols',
    [namedFunction, () => 1, Symbol('x')],
    '["[function namedFunction]","[function]","[symbol]"]',
  ],
  ['dates', [new Date(1e12), new Date(Number.NaN)], '["2001-09-09T01:46:40.000Z","Invalid Date"]'],
  ['regular expressions', /a"b/g, '"/a\\"b/g"'],
  [
    'a URL',
    new URL('https://anna:hunter2@example.com/?token=abc'),
    '"https://[redacted]@example.com/?token=[redacted]"',
  ],
  ['URL parameters', new URLSearchParams({ page: '2', sig: 'abc' }), '"?page=2&sig=[redacted]"'],
  [
    'a Map',
    new Map<unknown, unknown>([
      ['a', 1],
      [{ b: 2 }, 3],
    ]),
    '[["a",1],[{"b":2},3]]',
  ],
  ['a Set', new Set(['a', 2]), '["a",2]'],
  ['headers', new Headers({ accept: 'a', cookie: 'b=c' }), '[["accept","a"],["cookie","[redacted]"]]'],
  ['boxed primitives', [new String('a'), new Number(1), Object(2n)], '["a",1,2]'],
  ['an instance of a class', new Point(), '{"x":1,"y":2}'],
  [
    'instances that show nothing',
    [new Empty(), new WeakMap(), Promise.resolve()],
    '["[Empty]","[WeakMap]","[Promise]"]',
  ],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  ['toJSON', { toJSON: () => ({ a: 1, password: 'x' }) }, '{"a":1,"password":"[redacted]"}'],
  [
    'an error and what is behind it',
    Object.assign(new TypeError('boom', { cause: new Error('inner') }), { code: 'E_BOOM' }),
    '{"name":"TypeError","message":"boom","code":"E_BOOM","cause":{"name":"Error","message":"inner"}}',
  ],
  ['an object inside of itself', selfContaining, '{"a":1,"self":"[circular]"}'],
  ['one object twice, which is no circle', ((one) => [one, one])({ a: 1 }), '[{"a":1},{"a":1}]'],
  ['a sparse array', Object.assign([], { length: 3, 1: 'x' }), '[null,"x",null]'],
  ['a __proto__ key', JSON.parse('{"__proto__":{"a":1},"b":2}'), '{"__proto__":{"a":1},"b":2}'],
  [
    'NUL and halves of surrogate pairs',
    { 'k\0': 'a\0b', '\ud83c': '\udfa7' },
    '{"k\ufffd":"a\ufffdb","\ufffd":"\ufffd"}',
  ],
  ['depth', nested(11), `${'{"inner":'.repeat(10)}"[nested too deep]"${'}'.repeat(10)}`],
])('toBoundedJsonText: %s', (_title, value, expected) => {
  expect(toBoundedJsonText(value)).toBe(expected);
});

test.each([
  ['typed arrays', new Uint8Array(48_213), '[48,213 bytes]'],
  ['floats', new Float32Array(1_536), '[6,144 bytes]'],
  ['a Node Buffer', Buffer.alloc(100_000_000), '[100,000,000 bytes]'],
  ['a Node Buffer that went through JSON', JSON.parse(JSON.stringify(Buffer.from('GIF89a'))), '[6 bytes]'],
  ['an ArrayBuffer', new ArrayBuffer(1), '[1 byte]'],
  ['a DataView', new DataView(new ArrayBuffer(8)), '[8 bytes]'],
  ['a Blob', new Blob(['12345'], { type: 'image/png' }), '[image/png, 5 bytes]'],
  ['a data URL', `data:image/png;base64,${'iVBORw0KGgo'.repeat(2_000)}`, '[image/png, 16,500 bytes]'],
  ['long base64', 'iVBORw0KGgo1'.repeat(2_000), '[base64, 18,000 bytes]'],
])('bytes never go into an event: %s', (_title, bytes, expected) => {
  for (const redact of [true, false]) {
    expect(toBoundedJson({ screenshot: bytes }, { redact, maxBytes: 100 })).toEqual({ screenshot: expected });
  }
});

test.each([
  [
    'a getter that throws',
    Object.defineProperty({ a: 1 }, 'b', { enumerable: true, get: () => hopeless() }),
    { a: 1, b: '[unreadable]' },
  ],
  ['toJSON that throws', { a: { toJSON: () => hopeless() }, b: 2 }, { a: '[unreadable]', b: 2 }],
  [
    'toJSON that gives an ancestor',
    ((a: { toJSON?: unknown }) => Object.assign(a, { toJSON: () => ({ a }) }))({}),
    { a: '[circular]' },
  ],
  ['a revoked proxy', { a: revokedProxy(), b: 2 }, { a: '[unreadable]', b: 2 }],
  ['a proxy whose every trap throws', { a: new Proxy({}, everyTrapThrows()), b: 2 }, { a: '[unreadable]', b: 2 }],
  ['a Map that is none', { a: Object.create(Map.prototype), b: 2 }, { a: '[unreadable]', b: 2 }],
  [
    'an iterator that throws',
    { a: Object.assign(new Map(), { [Symbol.iterator]: hopeless }), b: 2 },
    { a: '[unreadable]', b: 2 },
  ],
  [
    'valueOf that gives raw JSON',
    Object.assign(new String('x'), { valueOf: () => ({ isList: true, entries: [], more: 5 }) }),
    '[unreadable]',
  ],
])('what cannot be read loses only itself: %s', (_title, value, expected) => {
  expect(toBoundedJson(value)).toEqual(expected);
});

function hopeless(): never {
  throw new Error('hopeless');
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function everyTrapThrows(): ProxyHandler<object> {
  return {
    get: hopeless,
    ownKeys: hopeless,
    getPrototypeOf: hopeless,
    has: hopeless,
    getOwnPropertyDescriptor: hopeless,
  };
}

test.each([
  [
    'a secret key',
    { password: 'x', apiKey: 5, cookies: [{ a: 'x' }] },
    { password: '[redacted]', apiKey: '[redacted]', cookies: '[redacted]' },
  ],
  [
    'whether a secret is set',
    { token: null, hasToken: true, secret: false },
    { token: null, hasToken: true, secret: false },
  ],
  [
    'counts of tokens',
    { tokens: { input: 5, output: 6 }, maxTokens: 9 },
    { tokens: { input: 5, output: 6 }, maxTokens: 9 },
  ],
  [
    'strings under tokens',
    { tokens: ['abc', { a: 'def', n: 1 }] },
    { tokens: ['[redacted]', { a: '[redacted]', n: 1 }] },
  ],
  ['login data', { auth: { user: 'anna', port: 993 } }, { auth: { user: '[redacted]', port: 993 } }],
  [
    'pairs of a header',
    [
      ['accept', 'a'],
      ['Authorization', 'Basic x'],
    ],
    [
      ['accept', 'a'],
      ['Authorization', '[redacted]'],
    ],
  ],
  [
    'a Map',
    new Map([
      ['api_key', 'x'],
      ['page', '2'],
    ]),
    [
      ['api_key', '[redacted]'],
      ['page', '2'],
    ],
  ],
  ['a flat list of headers', ['Accept', 'a', 'Set-Cookie', 'b=c'], ['Accept', 'a', 'Set-Cookie', '[redacted]']],
  ['arguments of a command', ['run', '--token', 'abc', '--page', '2'], ['run', '--token', '[redacted]', '--page', '2']],
  ['a name and a value', { name: 'password', value: 'x' }, { name: 'password', value: '[redacted]' }],
  ['a value and its key', { value: 'x', key: 'x-api-key' }, { value: '[redacted]', key: 'x-api-key' }],
  ['typing into a field', { selector: '#password', text: 'x' }, { selector: '#password', text: '[redacted]' }],
  [
    'typing into a field with words',
    { element: 'Password field', text: 'x' },
    { element: 'Password field', text: '[redacted]' },
  ],
  [
    'a password field of any name',
    { type: 'password', name: 'p', value: 'x' },
    { type: 'password', name: 'p', value: '[redacted]' },
  ],
  [
    'a cookie of a browser',
    { name: 'sid', value: 'x', httpOnly: true },
    { name: 'sid', value: '[redacted]', httpOnly: true },
  ],
  ['a measured count', { name: 'token_count', value: 12 }, { name: 'token_count', value: 12 }],
  ['a secret in a key', { 'https://anna:hunter2@x.org': 1 }, { 'https://[redacted]@x.org': 1 }],
  ['a secret in a text', { log: 'sent password=hunter2' }, { log: 'sent password=[redacted]' }],
  ['words that are no keys', ['cookie', 'recipe', 'token', 'economy'], ['cookie', 'recipe', 'token', 'economy']],
])('redacts %s', (_title, value, expected) => {
  expect(toBoundedJson(value)).toEqual(expected);
});

test('redacts nothing if told so', () => {
  const value = { password: 'x', url: 'https://anna:hunter2@x.org', headers: [['cookie', 'a=b']] };
  expect(toBoundedJson(value, { redact: false })).toEqual(value);
});

test.each([
  ['a long string', 'word '.repeat(2_470), 100, /^"(?:word ?)+… \(\+12,\d{3} characters\)"$/],
  ['a long list of numbers', Array.from({ length: 1_000 }, () => 12), 100, /^\[(?:12,){18}"… \(\+982 items\)"\]$/],
  [
    'a record with one large value, whose other values stay whole',
    { html: '<p>text</p>\n'.repeat(1_000), url: 'https://example.com/a', status: 200 },
    200,
    /^\{"html":"(?:<p>text<\/p>\\n)+.*… \(\+11,\d{3} characters\)","url":"https:\/\/example.com\/a","status":200\}$/,
  ],
  [
    'rows, of which some stay whole',
    Array.from({ length: 500 }, (_, id) => ({ id, title: `row ${id}` })),
    200,
    /^\[(?:\{"id":\d+,"title":"row \d+"\},){5}"… \(\+495 items\)"\]$/,
  ],
  [
    'more keys than fit',
    Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`key${index}`, 'value'])),
    150,
    /^\{(?:"key\d":"value",)+"…":"\+7\d keys"\}$/,
  ],
  [
    'an object in an object',
    { a: { b: { c: 'x'.repeat(5_000) } } },
    100,
    /^\{"a":\{"b":\{"c":"x+… \(\+4,\d{3} characters\)"\}\}\}$/,
  ],
  ['text that JSON makes longer', '"\n\u0001'.repeat(500), 100, /^"(?:\\"|\\n|\\u0001)+… \(\+1,\d{3} characters\)"$/],
  ['text of many bytes', '漢🎧'.repeat(500), 100, /^"[漢🎧]+… \(\+1,\d{3} characters\)"$/u],
])('cut to its limit, saying so: %s', (_title, value, maxBytes, expected) => {
  const text = toBoundedJsonText(value, { maxBytes });
  expect(text).toMatch(expected);
  expect(utf8Bytes(text)).toBeLessThanOrEqual(maxBytes);
  expect(utf8Bytes(text)).toBeGreaterThan(maxBytes / 3);
});

test('what fits exactly is not cut', () => {
  const value = { a: 'x'.repeat(500), b: [1, { c: 'y'.repeat(300) }], d: 'z' };
  const text = JSON.stringify(value);
  expect(toBoundedJsonText(value, { maxBytes: text.length })).toBe(text);
  expect(toBoundedJsonText(value, { maxBytes: text.length - 1 })).toContain('characters)');
});

test('long strings, lists and records are cut even where there is room', () => {
  const value = {
    text: 'word '.repeat(500),
    list: Array.from({ length: 105 }, () => 0),
    record: Object.fromEntries(Array.from({ length: 103 }, (_, index) => [`k${index}`, 0])),
    ['key'.repeat(50)]: 1,
  };
  const bounded = toBoundedJson(value) as typeof value;
  expect(bounded.text.length).toBeLessThanOrEqual(LIMITS.textCharacters);
  expect(bounded.list).toHaveLength(101);
  expect(bounded.list.at(-1)).toBe('… (+5 items)');
  expect(bounded.record).toMatchObject({ k99: 0, '…': '+3 keys' });
  expect(Object.keys(bounded).at(-1)).toMatch(/^(?:key)+k?e?… \(\+\d\d characters\)$/);
});

test('the text holds nothing of the value', () => {
  const value = { items: [1] };
  const text = toBoundedJsonText(value);
  value.items.push(2);
  expect(text).toBe('{"items":[1]}');
});
