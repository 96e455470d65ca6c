import { Hono } from 'hono';
import { byteRange } from '../artifacts/byte-range.ts';
import type { ServerEnv } from '../context.ts';

/** A file that whoever reaches the server may read. It is small: it is read whole. */
export interface PublicFile {
  readonly contentType: string;
  /** `origin`: the server, as whoever asks calls it: `http://127.0.0.1:4040`. */
  readonly read: (origin: string) => Promise<Uint8Array>;
}

/** By their paths on the server: `/sample/feed.xml`. */
export type PublicFiles = ReadonlyMap<string, PublicFile>;

/** Gives files, whole or in part. They hold no data of anybody. */
export function fileRoutes(files: PublicFiles): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>();
  for (const [path, { contentType, read }] of files) {
    app.get(path, async (c) => {
      const content = Buffer.from(await read(new URL(c.req.url).origin));
      const headers = { 'Content-Type': contentType, 'Accept-Ranges': 'bytes' };
      // Ranges are for GET alone (RFC 9110, section 14.2).
      const range = byteRange(c.req.method === 'GET' ? c.req.header('range') : undefined, content.length);
      if (range === null) return c.body(content, 200, { ...headers, 'Content-Length': String(content.length) });
      if (range === 'unsatisfiable') return c.body(null, 416, { 'Content-Range': `bytes */${content.length}` });
      const { start, end } = range;
      return c.body(content.subarray(start, end + 1), 206, {
        ...headers,
        'Content-Length': String(end + 1 - start),
        'Content-Range': `bytes ${start}-${end}/${content.length}`,
      });
    });
  }
  return app;
}
