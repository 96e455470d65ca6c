import type { Socket } from 'node:net';
import { resetSocket } from './reset-socket.ts';

/** Carries bytes both ways, unread and unbuffered. One side may end while the other goes on; if one breaks, so does the other. */
export function join(one: Socket, other: Socket): void {
  carry(one, other);
  carry(other, one);
}

function carry(from: Socket, to: Socket): void {
  from.pipe(to);
  from.once('close', () => {
    // A reset, for an end in order would pass for all there is.
    if (!from.readableEnded || from.errored !== null) resetSocket(to);
  });
}
