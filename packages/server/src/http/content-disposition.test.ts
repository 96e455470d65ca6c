import { expect, test } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

test.for([
  ['episode.mp3', 'attachment; filename="episode.mp3"'],
  ['Größe 100%.txt', `attachment; filename="Gr__e 100_.txt"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20100%25.txt`],
  ["it's (1)*!.txt", `attachment; filename="it's (1)_!.txt"`],
  ['音声.wav', `attachment; filename="__.wav"; filename*=UTF-8''%E9%9F%B3%E5%A3%B0.wav`],
  ['a"b\\c/../d\r\nX: y.txt', 'attachment; filename="a_b_c_.._d__X_ y.txt"'],
  ['..', 'attachment; filename="file"'],
  ['.ssh', 'attachment; filename="ssh"'],
  ['', 'attachment; filename="file"'],
  ['invoice\u202efdp.exe', 'attachment; filename="invoice_fdp.exe"'],
] as const)('%j is called %s', ([name, header]) => {
  expect(contentDisposition('attachment', name)).toBe(header);
});

test('a name that is too long keeps its end, which says what it is', () => {
  expect(contentDisposition('inline', `${'x'.repeat(400)}.mp3`)).toMatch(/^inline; filename="x{146}\.mp3"$/);
});
