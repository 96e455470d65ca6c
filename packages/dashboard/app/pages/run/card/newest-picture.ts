import type { ArtifactView } from '@telltale/core';

/** A picture that a browser took, and the small one of it. */
export interface TakenPicture {
  readonly large: ArtifactView;
  readonly small: ArtifactView;
}

const SMALL = /-small(\.\w+)$/;

/** The newest picture of a step; `null` if it has taken none. A screenshot and its thumbnail share a name. */
export function newestPicture(artifacts: readonly ArtifactView[], step: string | null): TakenPicture | null {
  const ofStep = artifacts.filter((artifact) => artifact.step === step);
  const newest = ofStep.findLast(({ kind }) => kind === 'screenshot' || kind === 'thumbnail');
  if (newest === undefined) return null;
  const name = newest.name.replace(SMALL, '$1');
  const large = ofStep.findLast((artifact) => artifact.kind === 'screenshot' && artifact.name === name) ?? newest;
  const small = ofStep.findLast(
    (artifact) => artifact.kind === 'thumbnail' && artifact.name.replace(SMALL, '$1') === name,
  );
  return { large, small: small ?? large };
}
