import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inParts } from './in-parts.ts';

async function partsOf(chunks: readonly Uint8Array[], partBytes: number): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for await (const part of inParts(Readable.from(chunks), partBytes)) parts.push(part);
  return parts;
}

test('all parts but the last are full, none is empty, and together they are what came in', async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1, max: 50 }), async (given, partBytes) => {
      const parts = await partsOf(given, partBytes);
      expect(Buffer.concat(parts).equals(Buffer.concat(given))).toBe(true);
      expect(parts.slice(0, -1).every(({ length }) => length === partBytes)).toBe(true);
      expect(parts.every(({ length }) => length > 0 && length <= partBytes)).toBe(true);
    }),
  );
});

test('a part stays as it is while the next ones fill', async () => {
  const parts = await partsOf([Buffer.from('abcdef')], 2);
  expect(parts.map(String)).toEqual(['ab', 'cd', 'ef']);
});
