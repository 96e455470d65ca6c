/** How files of these types begin; `null` stands for any byte. */
const BEGINNINGS: readonly (readonly [type: string, bytes: readonly (number | null)[]])[] = [
  ['image/png', [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', ascii('GIF87a')],
  ['image/gif', ascii('GIF89a')],
  ['image/webp', [...ascii('RIFF'), null, null, null, null, ...ascii('WEBP')]],
];
const AVIF_BRANDS = ['avif', 'avis'];

/**
 * The type of a picture that every browser shows and none runs, by its bytes; `null` for anything else. SVG is a document that
 * can hold scripts, so it is none.
 */
export function pictureType(content: Uint8Array): string | null {
  const known = BEGINNINGS.find(([, bytes]) => bytes.every((byte, at) => byte === null || content[at] === byte));
  return known?.[0] ?? (isAvif(content) ? 'image/avif' : null);
}

/** Its first box names its brand, and others that can read it (ISO/IEC 14496-12, section 4.3). */
function isAvif(content: Uint8Array): boolean {
  const box = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (box.length < 16 || box.toString('latin1', 4, 8) !== 'ftyp') return false;
  const end = Math.min(box.length, box.readUInt32BE(0), MOST_OF_BOX);
  for (let at = 8; at + 4 <= end; at += 4) {
    // After the brand comes its version.
    if (at !== 12 && AVIF_BRANDS.includes(box.toString('latin1', at, at + 4))) return true;
  }
  return false;
}

const MOST_OF_BOX = 256;

function ascii(text: string): readonly number[] {
  return [...Buffer.from(text, 'latin1')];
}
