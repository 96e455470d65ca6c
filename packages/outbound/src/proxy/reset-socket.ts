import type { Socket } from 'node:net';

/**
 * Closes a connection with a TCP reset, whatever state it is in. Node's own way refuses while the end of the connection is on
 * its way (EINVAL), and then neither closes it nor says that it is closed; such a one is closed without a reset.
 */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}
