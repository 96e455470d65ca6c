import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createPool } from './create-pool.ts';

/** Messages of the protocol (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const AUTHENTICATION_OK = message('R', Buffer.from([0, 0, 0, 0]));
const READY_FOR_QUERY = message('Z', Buffer.from('I'));
const SHUTTING_DOWN = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

test('a connection that is over in the packet that says that it is ready fails its user, and not the process', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATION_OK, READY_FOR_QUERY, SHUTTING_DOWN])));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { readonly port: number };
  const pool = createPool({ host: '127.0.0.1', port, user: 'anybody', database: 'any' });
  onTestFinished(() => pool.end());

  const client = await pool.connect();
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release();
  await expect(pool.query('SELECT 1')).rejects.toThrow();
});
