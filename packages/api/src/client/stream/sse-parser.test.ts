import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SseMessage, SseParser } from './sse-parser.ts';

const encoder = new TextEncoder();

function parse(...pieces: readonly (string | Uint8Array)[]): SseMessage[] {
  const parser = new SseParser();
  return pieces.flatMap((piece) => parser.push(typeof piece === 'string' ? encoder.encode(piece) : piece));
}

const message = (data: string, more: Partial<SseMessage> = {}): SseMessage => ({
  event: 'message',
  data,
  id: '',
  ...more,
});

describe('a parser of server-sent events', () => {
  test.each<[what: string, stream: string, messages: readonly SseMessage[]]>([
    ['reads event, data and id', 'event: trace\nid: 7\ndata: {}\n\n', [message('{}', { event: 'trace', id: '7' })]],
    ['joins the lines of data with line feeds', 'data: a\ndata: b\ndata:\n\n', [message('a\nb\n')]],
    ['takes one space after the colon away, and no more', 'data:  a \ndata:b\n\n', [message(' a \nb')]],
    ['reads a line without a colon as a field that is empty', 'data\n\n', [message('')]],
    ['makes nothing of a message without data, and forgets its name', 'event: a\n\ndata: b\n\n', [message('b')]],
    ['makes nothing of what its empty line does not follow', 'data: a\n\ndata: b\n', [message('a')]],
    ['ignores comments and fields that it does not know', ': ping\ndata: a\ncolour: red\n data: b\n\n', [message('a')]],
    [
      'keeps an id until the next one',
      'id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n',
      [message('a', { id: '1' }), message('b', { id: '1' }), message('c')],
    ],
    ['remembers the id of a message without data', 'id: 5\n\ndata: a\n\n', [message('a', { id: '5' })]],
    [
      'ignores an id with NUL',
      'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n',
      [message('a', { id: '1' }), message('b', { id: '1' })],
    ],
    ['takes the mark of byte order off the start', '\uFEFFdata: a\n\n', [message('a')]],
    ['leaves any other mark of byte order', 'data: a\n\n\uFEFFdata: b\n\n', [message('a')]],
    ['keeps colons and quotes in data', 'data: {"a": "b:c"}\n\n', [message('{"a": "b:c"}')]],
  ])('%s', (_, stream, messages) => {
    expect(parse(stream)).toEqual(messages);
  });

  test.each(['\n', '\r', '\r\n'])('takes %j for the end of a line', (end) => {
    expect(parse(`event: a${end}data: 1${end}data: 2${end}${end}data: 3${end}${end}`)).toEqual([
      message('1\n2', { event: 'a' }),
      message('3'),
    ]);
  });

  test('does not take a return and a line feed in two pieces for two ends', () => {
    expect(parse('event: a\r', '\ndata: 1\r', '\n\r', '\n')).toEqual([message('1', { event: 'a' })]);
  });

  test('gives a message as soon as its empty line is there, whatever may follow a return', () => {
    const parser = new SseParser();
    expect(parser.push(encoder.encode('data: a\r\r'))).toEqual([message('a')]);
    expect(parser.push(encoder.encode('\ndata: b\r\n\r\n'))).toEqual([message('b')]);
  });

  test.each([
    ['2500', 2500],
    ['2.5', null],
    ['-1', null],
    ['', null],
    ['soon', null],
  ])('reads retry: %s as %s', (text, expected) => {
    const parser = new SseParser();
    parser.push(encoder.encode(`retry: ${text}\n\n`));
    expect(parser.retryMs).toBe(expected);
  });

  test('refuses a line without an end, and data without an end', () => {
    const mebibyte = 'x'.repeat(1_048_576);
    expect(() => parse(...Array.from({ length: 17 }, () => mebibyte))).toThrow(RangeError);
    expect(() => parse(...Array.from({ length: 17 }, () => `data: ${mebibyte}\n`))).toThrow(RangeError);
  });

  test('reads the same wherever the bytes are cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ':', ' ', '\n', '\r', '\0', 'é', '–', '🎧', '\uFEFF') });
    const line = fc.oneof(
      text,
      fc.tuple(fc.constantFrom('data', 'event', 'id', 'retry', ''), text).map(([name, value]) => `${name}:${value}`),
    );
    const stream = fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\r\n\r\n')))
      .map((lines) => encoder.encode(lines.flat().join('')));
    fc.assert(
      fc.property(stream, fc.array(fc.nat({ max: 200 })), (bytes, cuts) => {
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((place, at) => bytes.subarray(places[at], place));
        expect(parse(...pieces)).toEqual(parse(bytes));
      }),
    );
  });

  test('gives back what was written, whatever the texts and the cuts', () => {
    const field = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n\0]/.test(text));
    const written = fc.array(
      fc.record({ event: field.filter((name) => name !== ''), data: fc.array(field, { minLength: 1 }), id: field }),
    );
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 7 }), fc.constantFrom('\n', '\r', '\r\n'), (given, size, end) => {
        const bytes = encoder.encode(
          given
            .map(({ event, data, id }) =>
              [`event: ${event}`, `id: ${id}`, ...data.map((line) => `data: ${line}`), '', ''].join(end),
            )
            .join(''),
        );
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        expect(parse(...pieces)).toEqual(given.map(({ data, ...more }) => ({ ...more, data: data.join('\n') })));
      }),
    );
  });
});
