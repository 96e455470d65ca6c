import { API_PATH, ENDPOINTS, type Endpoint } from '@telltale/api';
import type { Context } from 'hono';
import { InvalidRequestError } from '../errors/request-errors.ts';
import { BodyTooLargeError, UnauthenticatedError } from './errors.ts';
import type { Principal } from './principal.ts';

/** An input of a run is 1 MiB at most; the rest is what is around it. */
const MAX_BYTES = 1.25 * 1024 * 1024;

/** Whom nobody knows has only a token to send. Many of them at once must not be able to fill the memory. */
const MAX_UNKNOWN_BYTES = 16 * 1024;

/** Where files are sent, which are read as they come. */
const UPLOADS: ReadonlySet<string> = new Set(
  Object.values<Endpoint>(ENDPOINTS).flatMap(({ upload, path }) => (upload ? [`${API_PATH}${path}`] : [])),
);

/**
 * Reads the body, and hands it on as it was. Throws `BodyTooLargeError`, `UnauthenticatedError` for one that is too large for
 * somebody unknown, and `InvalidRequestError` if it breaks off. A file that is sent by somebody known is left to whoever reads it.
 *
 * Not bodyLimit of Hono: it hands on a copy of the request, which Node's own Request cannot make of the adapter's.
 */
export async function limitBody({ req }: Context, { role }: Principal): Promise<void> {
  if (role !== null && UPLOADS.has(req.path)) return;
  const { url, method, headers, signal } = req.raw;
  const maxBytes = role === null ? MAX_UNKNOWN_BYTES : MAX_BYTES;
  const tooLarge = () => (role === null ? new UnauthenticatedError() : new BodyTooLargeError(MAX_BYTES));
  // Before it is sent, where the sender says how long it will be. A body that nobody has looked at is thrown away by the
  // adapter as it comes; one that somebody has would hold its connection up, and the request that comes next on it.
  if (Number(headers.get('content-length')) > maxBytes) throw tooLarge();
  const { body: stream } = req.raw;
  if (stream === null) return;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of whole(stream)) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  req.raw = new Request(url, { method, headers, signal, body: size === 0 ? null : Buffer.concat(chunks) });
}

async function* whole(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* stream;
  } catch (cause) {
    // The sender has gone, which is no fault of the server.
    throw new InvalidRequestError([{ path: '', message: 'the body breaks off' }], { cause });
  }
}
