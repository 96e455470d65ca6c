import type { ArtifactView } from '@telltale/core';
import { type Picture, picturesOf } from '../parts/pictures.ts';

/** The newest picture that the browser of a step took; `null` if it has taken none. */
export function newestPicture(artifacts: readonly ArtifactView[], step: string | null): Picture | null {
  const taken = artifacts.filter(
    (artifact) => artifact.step === step && (artifact.kind === 'screenshot' || artifact.kind === 'thumbnail'),
  );
  return picturesOf(taken).at(-1) ?? null;
}
