import type { ArtifactView } from '@telltale/core';
import type { ArtifactStore, ByteRange, OpenArtifact } from '../artifacts/artifact-store.ts';
import { ArtifactNotFoundError } from '../artifacts/errors.ts';
import { NoArtifactStoreError } from '../errors/control-errors.ts';
import type { ClientContext } from './context.ts';

export interface OpenedArtifact extends OpenArtifact {
  /** What the trace says of the file: its name, kind and content type. */
  readonly artifact: ArtifactView;
}

/** Opens a file of a run. Throws `ArtifactNotFoundError`, `NoArtifactStoreError`, and what the store throws. */
export async function openArtifact(
  { reader }: ClientContext,
  store: ArtifactStore | undefined,
  which: { readonly runId: string; readonly artifactId: string; readonly range: ByteRange | undefined },
): Promise<OpenedArtifact> {
  if (store === undefined) throw new NoArtifactStoreError();
  const artifact = await reader.getArtifact(which.runId, which.artifactId);
  if (artifact === null) throw new ArtifactNotFoundError(which.artifactId, `run ${which.runId}`);
  return { ...(await store.open(artifact.location, which.range)), artifact };
}
