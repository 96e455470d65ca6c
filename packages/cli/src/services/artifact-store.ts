import { createS3ArtifactStore } from '@telltale/artifacts-s3';
import { type ArtifactStore, createLocalArtifactStore } from '@telltale/engine';
import type { Config } from '../config/schema.ts';

/** Where the files of runs go: a bucket if one is configured, else a folder. */
export function artifactStoreOf({ artifacts: { folder, s3 } }: Config): ArtifactStore {
  const { bucket, region, endpoint, prefix } = s3;
  if (bucket === undefined) return createLocalArtifactStore({ folder });
  return createS3ArtifactStore({
    bucket,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(prefix === undefined ? {} : { prefix }),
  });
}
