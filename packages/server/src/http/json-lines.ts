import type { Context } from 'hono';
import type { Logger, ServerEnv } from '../context.ts';
import { contentDisposition } from './content-disposition.ts';
import { streamBody } from './stream-body.ts';

/** Lines are sent together: a write for each of a million would cost more than the lines. */
const CHUNK_CHARACTERS = 65_536;

export interface JsonLinesOptions {
  readonly c: Context<ServerEnv>;
  readonly logger: Logger;
  /** What the file is to be called. */
  readonly name: string;
}

/**
 * Sends lines as a file, read as they are taken. What goes wrong before the first of them is thrown, and can still be
 * answered; later it cuts the connection.
 */
export async function jsonLines(
  lines: AsyncGenerator<string, void, undefined>,
  { c, logger, name }: JsonLinesOptions,
): Promise<Response> {
  const first = await lines.next();
  const body = streamBody(inChunks(first, lines), { c, logger, release: () => void lines.return() });
  return new Response(body, {
    headers: {
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Content-Disposition': contentDisposition('attachment', name),
    },
  });
}

async function* inChunks(
  first: IteratorResult<string, void>,
  lines: AsyncGenerator<string, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let text = '';
  for (let line = first; line.done !== true; line = await lines.next()) {
    text += line.value;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}
