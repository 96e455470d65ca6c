export { InvalidS3OptionsError } from './errors.ts';
export type { S3ArtifactStoreOptions } from './options.ts';
export { createS3ArtifactStore } from './s3-artifact-store.ts';
