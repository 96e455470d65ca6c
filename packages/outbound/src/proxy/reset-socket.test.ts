import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { resetSocket } from './reset-socket.ts';

async function connection(): Promise<{ readonly near: Socket; readonly far: Socket }> {
  const server = createServer({ allowHalfOpen: true });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection');
  const near = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(near, 'connect');
  const [far] = (await accepted) as [Socket];
  return { near, far };
}

test('the other side hears of a reset', async () => {
  const { near, far } = await connection();
  const heard = once(far, 'error');
  resetSocket(near);
  expect((await heard)[0]).toMatchObject({ code: 'ECONNRESET' });
});

test('a connection whose end is on its way is closed all the same', async () => {
  const { near, far } = await connection();
  const closed = once(near, 'close');
  near.end();
  resetSocket(near);
  await closed;
  expect(near.destroyed).toBe(true);
  far.destroy();
});
