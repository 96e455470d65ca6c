import { ArtifactNotFoundError, InvalidArtifactRangeError } from '@telltale/engine/artifacts';
import type { ServerContext } from '../context.ts';
import { contentDisposition } from '../http/content-disposition.ts';
import { streamBody } from '../http/stream-body.ts';
import type { EndpointHandler } from '../routes/endpoint-handler.ts';
import { findRun } from '../runs/find-run.ts';
import { byteRange } from './byte-range.ts';
import { sentType } from './content-type.ts';

/** Sends a file of a run, or a part of it. Where it is comes from the database alone: an id names no place. */
export function sendArtifact({ client, logger }: ServerContext): EndpointHandler<'getArtifact'> {
  return async ({ params: { runId, artifactId }, query, headers: asked }, c) => {
    const artifact = await client.reader.getArtifact(runId, artifactId);
    if (artifact === null) {
      await findRun(client.reader, runId);
      throw new ArtifactNotFoundError(artifactId.slice(0, 100), `run ${runId}`);
    }
    const { name, location, sha256 } = artifact;
    const type = sentType(artifact.contentType);
    const etag = `"${sha256}"`;
    const headers: Record<string, string> = {
      ETag: etag,
      'Accept-Ranges': 'bytes',
      // A copy may be kept, but each use of it is asked for: who may see it can change.
      'Cache-Control': 'private, no-cache',
      'Content-Type': type.header,
      'Content-Disposition': contentDisposition(
        type.isShown && query.download !== true ? 'inline' : 'attachment',
        name,
      ),
      'X-Content-Type-Options': 'nosniff',
      // Whatever a browser makes of it, it has neither scripts nor this server's origin.
      ...(type.isShown ? {} : { 'Content-Security-Policy': "sandbox; default-src 'none'" }),
    };
    if (isKnown(asked['if-none-match'], etag)) return new Response(null, { status: 304, headers });
    const isSame = asked['if-range'] === undefined || asked['if-range'] === etag;
    // Ranges are for GET alone (RFC 9110, section 14.2).
    const range = byteRange(isSame && c.req.method === 'GET' ? asked.range : undefined, artifact.bytes);
    if (range === 'unsatisfiable') {
      c.header('Content-Range', `bytes */${artifact.bytes}`);
      throw new InvalidArtifactRangeError(location, { start: artifact.bytes }, `it has ${artifact.bytes} bytes`);
    }
    const { stream, bytes, range: part } = await client.openArtifact(runId, artifactId, range ?? undefined);
    // It can fail before anybody reads it, and is then asked by the first read.
    stream.on('error', () => undefined);
    headers['Content-Length'] = String(part === null ? bytes : part.end - part.start + 1);
    if (part !== null) headers['Content-Range'] = `bytes ${part.start}-${part.end}/${bytes}`;
    const body = streamBody(stream[Symbol.asyncIterator](), { c, logger, release: () => void stream.destroy() });
    return new Response(body, { status: part === null ? 200 : 206, headers });
  };
}

/** Whether a header `If-None-Match` names it: one or more tags, weak ones too, or any. */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}
