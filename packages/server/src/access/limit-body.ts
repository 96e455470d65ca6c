import type { Context } from 'hono';
import { BodyTooLargeError } from './errors.ts';

/** An input of a run is 1 MiB at most; the rest is what is around it. */
const MAX_BYTES = 1.25 * 1024 * 1024;

/**
 * Throws `BodyTooLargeError`. A body that does not say its length is read here, and handed on as it was.
 *
 * Not bodyLimit of Hono: it hands on a copy of the request, which Node's own Request cannot make of the adapter's.
 */
export async function limitBody({ req }: Context): Promise<void> {
  const length = req.raw.headers.get('content-length');
  if (length !== null && !req.raw.headers.has('transfer-encoding')) {
    if (Number(length) > MAX_BYTES) throw new BodyTooLargeError(MAX_BYTES);
    return;
  }
  if (req.raw.body === null) return;
  const { url, method, headers, signal } = req.raw;
  const body = await read(req.raw.body);
  req.raw = new Request(url, { method, headers, signal, body: body.length === 0 ? null : body });
}

async function read(body: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new BodyTooLargeError(MAX_BYTES);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
