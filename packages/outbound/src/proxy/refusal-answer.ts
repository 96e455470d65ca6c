import type { Socket } from 'node:net';
import { OutboundRefusedError, OutboundTimedOutError } from '../errors.ts';
import { headOf } from './head-of.ts';
import { ProxyPasswordError } from './proxy-password-error.ts';

export interface PlainAnswer {
  readonly status: number;
  readonly text: string;
  /** In the form of `rawHeaders`. */
  readonly headers: readonly string[];
}

/** What a browser is told of a request that got nowhere. */
export function answerFor(error: unknown): PlainAnswer {
  if (error instanceof ProxyPasswordError)
    return answer(407, error.message, 'Proxy-Authenticate', 'Basic realm="Telltale"');
  if (error instanceof OutboundRefusedError) return answer(403, `Telltale does not open this: ${error.message}`);
  if (error instanceof OutboundTimedOutError) return answer(504, error.message);
  return answer(502, error instanceof Error ? error.message : 'The site could not be reached.');
}

function answer(status: number, message: string, ...headers: readonly string[]): PlainAnswer {
  const text = `${message}\n`;
  const length = String(Buffer.byteLength(text));
  return {
    status,
    text,
    headers: [...headers, 'Content-Type', 'text/plain; charset=utf-8', 'Content-Length', length, 'Connection', 'close'],
  };
}

/** How long somebody has to take an answer before the connection is cut. */
const LINGER_MS = 1_000;

/** Writes an answer onto a socket that no server writes to any more, and ends it. */
export function endWith(socket: Socket, { status, text, headers }: PlainAnswer): void {
  socket.end(headOf(status, headers) + text);
  // Whatever still comes is not for anybody; unread, it would hold the socket open. So would somebody who never ends.
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
}
