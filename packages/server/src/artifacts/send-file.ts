import { type ByteRange, InvalidArtifactRangeError, type OpenArtifact } from '@telltale/engine/artifacts';
import type { Context } from 'hono';
import type { Logger, ServerEnv } from '../context.ts';
import { contentDisposition } from '../http/content-disposition.ts';
import { streamBody } from '../http/stream-body.ts';
import { byteRange } from './byte-range.ts';
import { sentType } from './content-type.ts';

/** A stored file, as it is sent. */
export interface SentFile {
  /** For whoever saves it. */
  readonly name: string;
  /** As it was stored. */
  readonly contentType: string | undefined;
  readonly bytes: number;
  /** Of its content, hexadecimal. */
  readonly sha256: string;
  /** Whether it is to be saved, not shown. */
  readonly isDownload: boolean;
  open(range?: ByteRange): Promise<OpenArtifact>;
}

/** The headers of a request that say how much of a file is wanted, and what is known of it. */
interface FileHeaders {
  readonly range?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
  readonly 'if-range'?: string | undefined;
}

export interface SendFileOptions {
  readonly c: Context<ServerEnv>;
  readonly logger: Logger;
  readonly asked: FileHeaders;
}

/** Sends a file, or a part of it. Throws `InvalidArtifactRangeError`, and what `open` throws. */
export async function sendFile(file: SentFile, { c, logger, asked }: SendFileOptions): Promise<Response> {
  const type = sentType(file.contentType);
  const etag = `"${file.sha256}"`;
  const headers: Record<string, string> = {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    // A copy may be kept, but each use of it is asked for: who may see it can change.
    'Cache-Control': 'private, no-cache',
    'Content-Type': type.header,
    'Content-Disposition': contentDisposition(type.isShown && !file.isDownload ? 'inline' : 'attachment', file.name),
    'X-Content-Type-Options': 'nosniff',
    // Whatever a browser makes of it, it has neither scripts nor this server's origin.
    ...(type.isShown ? {} : { 'Content-Security-Policy': "sandbox; default-src 'none'" }),
  };
  if (isKnown(asked['if-none-match'], etag)) return new Response(null, { status: 304, headers });
  const isSame = asked['if-range'] === undefined || asked['if-range'] === etag;
  // Ranges are for GET alone (RFC 9110, section 14.2).
  const range = byteRange(isSame && c.req.method === 'GET' ? asked.range : undefined, file.bytes);
  if (range === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${file.bytes}`);
    throw new InvalidArtifactRangeError(file.sha256, { start: file.bytes }, `it has ${file.bytes} bytes`);
  }
  const { stream, bytes, range: part } = await file.open(range ?? undefined);
  // It can fail before anybody reads it, and is then asked by the first read.
  stream.on('error', () => undefined);
  headers['Content-Length'] = String(part === null ? bytes : part.end - part.start + 1);
  if (part !== null) headers['Content-Range'] = `bytes ${part.start}-${part.end}/${bytes}`;
  const body = streamBody(stream[Symbol.asyncIterator](), { c, logger, release: () => void stream.destroy() });
  return new Response(body, { status: part === null ? 200 : 206, headers });
}

/** Whether a header `If-None-Match` names it: one or more tags, weak ones too, or any. */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}
