export {
  type ArtifactLocation,
  checkRunId,
  formatArtifactLocation,
  parseArtifactLocation,
} from './artifact-location.ts';
export { checkRange, resolveRange } from './artifact-range.ts';
export type * from './artifact-store.ts';
export { Digest } from './digest.ts';
export * from './errors.ts';
export { inParts } from './in-parts.ts';
export { createLocalArtifactStore, type LocalArtifactStoreOptions } from './local/local-artifact-store.ts';
export { isReplayable, readSource } from './read-source.ts';
