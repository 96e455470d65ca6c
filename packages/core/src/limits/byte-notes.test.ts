import { expect, test } from 'vitest';
import { byteNote, encodedBytesNote, replaceEncodedBytes } from './byte-notes.ts';

/** Bytes as varied as those of an image. */
function imageBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 197 + (index >> 3) * 31) % 256);
}

function base64(length: number): string {
  return Buffer.from(imageBytes(length)).toString('base64');
}

test('byteNote names the type where there is one', () => {
  expect(byteNote(1)).toBe('[1 byte]');
  expect(byteNote(48_213)).toBe('[48,213 bytes]');
  expect(byteNote(48_213, 'image/png')).toBe('[image/png, 48,213 bytes]');
});

test.each([
  ['a data URL', `data:image/png;base64,${base64(48_213)}`, '[image/png, 48,213 bytes]'],
  ['a data URL with a parameter', `data:text/csv;charset=utf-8;base64,${base64(1_000)}`, '[text/csv, 1,000 bytes]'],
  ['a data URL without a type', `data:;base64,${base64(1_000)}`, '[1,000 bytes]'],
  ['a data URL that is not base64', `data:image/svg+xml,${'%3Csvg%3E'.repeat(100)}`, '[image/svg+xml, 900 bytes]'],
  ['bare base64', base64(48_211), '[base64, 48,211 bytes]'],
  ['base64 in lines', base64(3_000).replaceAll(/.{76}/g, '$&\r\n'), '[base64, 3,078 bytes]'],
  ['base64 for URLs', Buffer.from(imageBytes(3_000)).toString('base64url'), '[base64, 3,000 bytes]'],
])('encodedBytesNote: %s', (_title, text, expected) => {
  expect(encodedBytesNote(text)).toBe(expected);
});

test.each([
  ['a long word', 'x'.repeat(5_000)],
  ['prose', 'Lorem ipsum dolor 5 '.repeat(50)],
  ['a list of words', 'Alpha\nbeta\ngamma1\n'.repeat(50)],
  ['digits', '1234567890'.repeat(50)],
  ['a short hash', base64(60)],
  ['base64 that is only its beginning', `${base64(600)} and prose behind it, ${'as in a letter '.repeat(30)}`],
])('encodedBytesNote: not %s', (_title, text) => {
  expect(encodedBytesNote(text)).toBeUndefined();
});

test.each([
  [`<img src="data:image/png;base64,${base64(300)}" alt="a">`, '<img src="[image/png, 300 bytes]" alt="a">'],
  [`![a](data:image/gif;base64,R0lGODlhAQABAAAAACw=) b`, '![a]([image/gif, 14 bytes]) b'],
  [`url(data:image/svg+xml;utf8,%3Csvg%3E)`, 'url([image/svg+xml, 9 bytes])'],
  [`image: ${base64(600)} end`, 'image: [base64, 600 bytes] end'],
  [`{"data":"${base64(600)}"}`, '{"data":"[base64, 600 bytes]"}'],
  ['data: 5, more data:a', 'data: 5, more data:a'],
  [`/${'path/'.repeat(100)}`, `/${'path/'.repeat(100)}`],
])('replaceEncodedBytes: %s', (text, expected) => {
  expect(replaceEncodedBytes(text, { isCut: false })).toBe(expected);
});

test('bytes that go on behind a cut have no known size', () => {
  const text = `image: ${base64(600)}`;
  expect(replaceEncodedBytes(text, { isCut: true })).toBe('image: [base64, 600+ bytes]');
  expect(replaceEncodedBytes(`${text} end`, { isCut: true })).toBe('image: [base64, 600 bytes] end');
});
