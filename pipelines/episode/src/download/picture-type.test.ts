import { describe, expect, test } from 'vitest';
import { pictureType } from './picture-type.ts';

const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))));
/** A box of ISO/IEC 14496-12 with these brands, the first of them the major one. */
const box = (major: string, ...compatible: readonly string[]) => {
  const rest = bytes('ftyp', major, '\0\0\0\0', ...compatible);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(rest.length + 4);
  return Buffer.concat([size, rest, Buffer.from('\0\0\0\x08meta')]);
};

describe('a picture is told by its bytes', () => {
  test.for([
    ['image/png', bytes(0x89, 'PNG\r\n\x1a\n', 'IHDR')],
    ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0, 'JFIF')],
    ['image/gif', bytes('GIF89a', 1, 0)],
    ['image/gif', bytes('GIF87a', 1, 0)],
    ['image/webp', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 ')],
    ['image/avif', box('avif', 'mif1', 'miaf')],
    ['image/avif', box('mif1', 'miaf', 'avif')],
    ['image/avif', box('avis', 'msf1')],
  ] as const)('%s', ([type, content]) => {
    expect(pictureType(content)).toBe(type);
    // Also out of the middle of a larger buffer.
    expect(pictureType(Buffer.concat([Buffer.from('xxx'), content]).subarray(3))).toBe(type);
  });

  test.for([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html><title>No</title>')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['SVG with a declaration', Buffer.from('<?xml version="1.0"?><svg></svg>')],
    ['half a PNG', bytes(0x89, 'PNG')],
    ['a sound of RIFF', bytes('RIFF', 1, 2, 3, 4, 'WAVEfmt ')],
    ['a film', box('isom', 'iso2', 'mp41')],
    ['HEIC', box('heic', 'mif1', 'heic')],
    ['a film whose version reads like a brand', bytes(0, 0, 0, 16, 'ftyp', 'isom', 'avif')],
    ['BMP', bytes('BM', 0, 0)],
    ['an icon', bytes(0, 0, 1, 0)],
  ] as const)('%s is none', ([, content]) => {
    expect(pictureType(content)).toBeNull();
  });
});
