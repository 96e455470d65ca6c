import { describe, expect, test } from 'vitest';
import { asksForEncryption, MessageReader } from './message-reader.ts';

const SSL_REQUEST = Buffer.from('0000000804d2162f', 'hex');
const STARTUP = Buffer.from('00000010000300007573657200610000', 'hex');
const query = (text: string): Buffer => {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5, 'Q');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

describe('a client', () => {
  test('may ask for encryption before its start-up message', () => {
    const messages = new MessageReader('client').read(Buffer.concat([SSL_REQUEST, STARTUP, query('SELECT 1')]));
    expect(messages.map(asksForEncryption)).toEqual([true, false, false]);
    expect(messages.map(({ type }) => type)).toEqual(['', '', 'Q']);
    expect(messages.at(-1)?.body.toString()).toBe('SELECT 1\0');
  });

  test('may send its messages in pieces of any size', () => {
    const bytes = Buffer.concat([STARTUP, query('SELECT 1'), query('SELECT 22')]);
    for (const size of [1, 2, 3, 5, 7, 100]) {
      const reader = new MessageReader('client');
      const found = [];
      for (let start = 0; start < bytes.length; start += size) {
        found.push(...reader.read(bytes.subarray(start, start + size)).map(({ body }) => body.toString()));
      }
      expect(found.slice(1)).toEqual(['SELECT 1\0', 'SELECT 22\0']);
    }
  });
});

test('a server answers a request for encryption with a bare byte', () => {
  const reader = new MessageReader('server');
  reader.expectBareByte();
  expect(reader.read(Buffer.from('N'))).toEqual([]);
  expect(reader.read(Buffer.from('5a0000000549', 'hex'))).toEqual([{ type: 'Z', body: Buffer.from('I') }]);
});
