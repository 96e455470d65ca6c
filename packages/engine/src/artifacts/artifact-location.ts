import { InvalidArtifactLocationError } from './errors.ts';

// `<pipeline>-<subject>-run-<number>`, as the ledger makes them. The subject may be dots only, never a slash.
const RUN_ID = /^[a-z][a-z0-9_]{0,63}-[A-Za-z0-9._~-]{1,200}-run-[1-9][0-9]{0,9}$/;
const SHA256 = /^[0-9a-f]{64}$/;

export interface ArtifactLocation {
  readonly runId: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** `<runId>/<sha256>`: what a store gives out. At most 345 characters. Throws `InvalidArtifactLocationError`. */
export function formatArtifactLocation({ runId, sha256 }: ArtifactLocation): string {
  checkRunId(runId);
  const location = `${runId}/${sha256}`;
  if (!SHA256.test(sha256)) throw new InvalidArtifactLocationError(location, 'it does not end in a SHA-256');
  return location;
}

/**
 * The two parts of a location. They are safe as names of files and in a key: no slash, no NUL, never `.` or `..`.
 * Throws `InvalidArtifactLocationError` for everything that `formatArtifactLocation` does not make.
 */
export function parseArtifactLocation(location: string): ArtifactLocation {
  const [runId = '', sha256 = '', ...more] = typeof location === 'string' ? location.split('/') : [];
  if (!RUN_ID.test(runId) || !SHA256.test(sha256) || more.length > 0) {
    throw new InvalidArtifactLocationError(location, 'it has to be a run id, a slash and a SHA-256 in hexadecimal');
  }
  return { runId, sha256 };
}

/** Throws `InvalidArtifactLocationError`. */
export function checkRunId(runId: string): void {
  if (typeof runId !== 'string' || !RUN_ID.test(runId))
    throw new InvalidArtifactLocationError(runId, 'it is no run id');
}
