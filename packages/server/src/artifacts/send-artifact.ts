import { ArtifactNotFoundError } from '@telltale/engine/artifacts';
import type { ServerContext } from '../context.ts';
import type { EndpointHandler } from '../routes/endpoint-handler.ts';
import { findRun } from '../runs/find-run.ts';
import { sendFile } from './send-file.ts';

/** Sends a file of a run, or a part of it. Where it is comes from the database alone: an id names no place. */
export function sendArtifact({ client, logger }: ServerContext): EndpointHandler<'getArtifact'> {
  return async ({ params: { runId, artifactId }, query, headers: asked }, c) => {
    const artifact = await client.reader.getArtifact(runId, artifactId);
    if (artifact === null) {
      await findRun(client.reader, runId);
      throw new ArtifactNotFoundError(artifactId.slice(0, 100), `run ${runId}`);
    }
    const { name, contentType, bytes, sha256 } = artifact;
    const open = client.openArtifact.bind(client, runId, artifactId);
    const isDownload = query.download === true;
    return await sendFile({ name, contentType, bytes, sha256, isDownload, open }, { c, logger, asked });
  };
}
