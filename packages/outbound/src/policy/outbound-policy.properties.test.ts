import fc from 'fast-check';
import { test } from 'vitest';
import { OutboundPolicy } from './outbound-policy.ts';

const policy = new OutboundPolicy();

/** Whether it is refused by `checkUrl`, and for a host that is an address by `resolve` too. */
function isRefused(url: string): boolean {
  try {
    policy.checkUrl(url);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'outbound_refused';
  }
}

const PRIVATE_V4: readonly (readonly [network: number, bits: number])[] = [
  [0x00000000, 8],
  [0x0a000000, 8],
  [0x64400000, 10],
  [0x7f000000, 8],
  [0xa9fe0000, 16],
  [0xac100000, 12],
  [0xc0000000, 24],
  [0xc0a80000, 16],
  [0xc6120000, 15],
  [0xe0000000, 4],
  [0xf0000000, 4],
];

const privateV4 = fc
  .tuple(fc.constantFrom(...PRIVATE_V4), fc.nat(0xffffffff))
  .map(([[network, bits], any]) => (network + (any % 2 ** (32 - bits))) >>> 0);

const radix = fc.constantFrom(
  (n: number) => String(n),
  (n: number) => `0x${n.toString(16)}`,
  (n: number) => `0X${n.toString(16).toUpperCase()}`,
  (n: number) => `0x000${n.toString(16)}`,
  (n: number) => (n === 0 ? '00' : `0${n.toString(8)}`),
  (n: number) => `000${n.toString(8)}`,
);

/** One to four numbers, the last of which holds what is left. */
const spelling = fc
  .tuple(privateV4, fc.integer({ min: 1, max: 4 }), fc.array(radix, { minLength: 4, maxLength: 4 }))
  .map(([address, parts, spell]) => {
    const numbers = Array.from({ length: parts - 1 }, (_, at) => (address >>> (24 - 8 * at)) & 0xff);
    return [...numbers, address % 2 ** (8 * (5 - parts))].map((n, at) => (spell[at] ?? String)(n)).join('.');
  });

const FULL_WIDTH = 0xff10 - 0x30;

/** Other characters for the same letter: as it is, an escape, full width. */
const disguise = fc.constantFrom(
  (letter: string) => letter,
  (letter: string) => `%${letter.charCodeAt(0).toString(16)}`,
  (letter: string) => (letter === '.' ? '。' : String.fromCharCode(letter.charCodeAt(0) + FULL_WIDTH)),
  (letter: string) => (letter === '.' ? '．' : letter),
);

const disguised = fc
  .tuple(spelling, fc.array(disguise, { minLength: 50, maxLength: 50 }))
  .map(([text, disguises]) => [...text].map((letter, at) => (disguises[at] ?? String)(letter)).join(''));

const before = fc.constantFrom(
  'http://',
  'https://',
  'HTTP://',
  'http:',
  'http:/',
  'http:///',
  'http://a@',
  'http://a:b@',
);
const after = fc.constantFrom('', '/', '.', './', ':80/', ':8080/x', '?@example.com', '#@example.com', '/@example.com');

test('no spelling of an IPv4 address that is not public passes', () => {
  fc.assert(
    fc.property(before, disguised, after, (start, host, end) => isRefused(`${start}${host}${end}`)),
    { numRuns: 3000 },
  );
});

const groups = (count: number) => fc.array(fc.nat(0xffff), { minLength: count, maxLength: count });

const privateV6 = fc.oneof(
  groups(7).map((rest) => [0xfc00, ...rest]),
  groups(7).map((rest) => [0xfd12, ...rest]),
  groups(7).map((rest) => [0xfe80, ...rest]),
  groups(7).map((rest) => [0xff02, ...rest]),
  groups(6).map((rest) => [0x2001, 0xdb8, ...rest]),
  groups(6).map((rest) => [0x2001, 0, ...rest]),
  groups(5).map((rest) => [0x64, 0xff9b, 1, ...rest]),
  groups(7).map((rest) => [0x2002, ...rest]),
  groups(2).map((rest) => [0, 0, 0, 0, 0, 0, ...rest]),
  privateV4.map((v4) => [0, 0, 0, 0, 0, 0xffff, v4 >>> 16, v4 & 0xffff]),
  privateV4.map((v4) => [0x64, 0xff9b, 0, 0, 0, 0, v4 >>> 16, v4 & 0xffff]),
  fc
    .tuple(fc.constantFrom(0, 1, 2, 3, 4, 5, 6), groups(7))
    .map(([high, rest]) => [high * 0x2000 === 0x2000 ? 0 : high * 0x2000, ...rest]),
);

const spelledV6 = fc
  .tuple(privateV6, fc.boolean(), fc.boolean(), fc.boolean())
  .map(([parts, dotted, padded, upper]) => {
    const spelled = parts.map((part) => part.toString(16).padStart(padded ? 4 : 1, '0'));
    const [high = 0, low = 0] = parts.slice(6);
    const tail = dotted ? [[high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')] : spelled.slice(6);
    const text = [...spelled.slice(0, 6), ...tail].join(':');
    const short = padded ? text : text.replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
    return upper ? short.toUpperCase() : short;
  });

test('no spelling of an IPv6 address that is not public passes', () => {
  fc.assert(
    fc.property(before, spelledV6, after, (start, host, end) => isRefused(`${start}[${host}]${end}`)),
    { numRuns: 3000 },
  );
});

test('a name is refused for each address that is not public', async () => {
  const v4 = privateV4.map((n) => [24, 16, 8, 0].map((bits) => (n >>> bits) & 0xff).join('.'));
  await fc.assert(
    fc.asyncProperty(fc.oneof(v4, spelledV6), async (address) => {
      const leading = new OutboundPolicy({ lookup: async () => ['93.184.216.34', address] });
      const refused: unknown = await leading.resolve('a.example').catch((error: unknown) => error);
      return (refused as { rule?: string }).rule === 'private-address';
    }),
    { numRuns: 1000 },
  );
});
