import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audioFolder, writeTones } from '../../test/audio.ts';
import { sniffMedia } from './sniff-media.ts';

let folder: string;
beforeAll(async () => {
  folder = await audioFolder();
});
afterAll(() => rm(folder, { recursive: true }));

async function kindOf(content: string | Buffer): Promise<string> {
  const path = join(folder, 'episode.mp3');
  await writeFile(path, content);
  return (await sniffMedia(path)).kind;
}

const MP3_FRAME = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)]);

test.each<{ readonly what: string; readonly content: string | Buffer; readonly kind: string }>([
  { what: 'nothing', content: '', kind: 'empty' },
  { what: 'a web page', content: '<!DOCTYPE html><html><body>Not found</body></html>', kind: 'html' },
  { what: 'a page after white space and a comment', content: '\n  <!-- x -->\n<html>', kind: 'html' },
  { what: 'XHTML', content: '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>', kind: 'html' },
  { what: 'a feed', content: '<?xml version="1.0"?><rss version="2.0">', kind: 'xml' },
  { what: 'a feed without a declaration', content: '<rss version="2.0">', kind: 'xml' },
  { what: 'JSON', content: '{"error": "gone"}', kind: 'text' },
  { what: 'umlauts that the end of the head cuts in two', content: `a${'ü'.repeat(3_000)}`, kind: 'text' },
  { what: 'MP3', content: Buffer.concat([MP3_FRAME, MP3_FRAME]), kind: 'audio' },
  {
    what: 'MP3 with tags',
    content: Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'), MP3_FRAME]),
    kind: 'audio',
  },
  { what: 'a picture', content: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), kind: 'unknown' },
  { what: 'noise', content: Buffer.from('00010203f0f1f2f3', 'hex'), kind: 'unknown' },
])('knows $what by its content, whatever it is called', async ({ content, kind }) => {
  expect(await kindOf(content)).toBe(kind);
});

test('knows WAV', async () => {
  const path = await writeTones(join(folder, 'tone.txt'), [{ seconds: 0.1, level: 0.5 }]);
  expect(await sniffMedia(path)).toEqual({ kind: 'audio', mime: 'audio/wav' });
});
