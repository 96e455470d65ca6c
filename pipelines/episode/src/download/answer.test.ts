import { expect, test } from 'vitest';
import { readAnswer } from './answer.ts';

const VERSION = { validator: '"1"', total: 100 };
const ANEW = { from: 0, version: { validator: null, total: null }, maxBytes: 1_000 };
const ON = { from: 40, version: VERSION, maxBytes: 1_000 };

function answer(status: number, headers: Readonly<Record<string, string>>): Response {
  const response = new Response(null, { status, headers });
  Object.defineProperty(response, 'url', { value: 'https://cdn.example/a.mp3' });
  return response;
}

test.each([
  ['a whole file', ANEW, answer(200, { 'content-length': '100', etag: '"1"' }), { from: 0, ...VERSION }],
  ['a part from the beginning', ANEW, part('bytes 0-99/100'), { from: 0, ...VERSION }],
  ['the rest', ON, part('bytes 40-99/100'), { from: 40, ...VERSION }],
  ['the whole file instead of the rest', ON, answer(200, { etag: '"2"' }), { from: 0, validator: '"2"', total: null }],
  ['the rest of a file of another length', ON, part('bytes 40-119/120'), null],
  ['the rest of another version', ON, part('bytes 40-99/100', '"2"'), null],
  ['a part from somewhere else', ON, part('bytes 30-99/100'), null],
  ['nothing, as the file has become shorter', ON, answer(416, { 'content-range': 'bytes */30' }), null],
  ['a weak ETag', ANEW, answer(200, { etag: 'W/"1"' }), { from: 0, validator: null, total: null }],
  [
    'a date instead of an ETag',
    ANEW,
    answer(200, { etag: 'W/"1"', 'last-modified': 'Wed, 01 May 2024 06:00:00 GMT' }),
    { from: 0, validator: 'Wed, 01 May 2024 06:00:00 GMT', total: null },
  ],
  ['a length that is none', ANEW, answer(200, { 'content-length': 'much' }), { from: 0, validator: null, total: null }],
  ['a length that is not told', ANEW, part('bytes 0-99/*'), { from: 0, validator: '"1"', total: null }],
])('%s', (_, expected, response, read) => {
  expect(readAnswer(response, expected)).toEqual(read);
});

test('what is larger than it may be, or no file at all, is refused', () => {
  const large = answer(200, { 'content-length': '1001' });
  expect(() => readAnswer(large, ANEW)).toThrow('The file of cdn.example is larger than 1.0 kB.');
  expect(() => readAnswer(answer(416, {}), ANEW)).toThrow('The file of cdn.example is empty.');
  expect(() => readAnswer(answer(404, {}), ANEW)).toThrow('cdn.example does not have the file (status 404).');
  expect(() => readAnswer(answer(304, {}), ON)).toThrow('cdn.example gave no file (status 304).');
});

function part(range: string, etag = '"1"'): Response {
  return answer(206, { 'content-range': range, etag });
}
