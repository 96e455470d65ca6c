import { TelltaleError } from '@telltale/core';

/** There is no file at this location: it was never stored, or retention removed it. */
export class ArtifactNotFoundError extends TelltaleError {
  override readonly name = 'ArtifactNotFoundError';
  constructor(location: string, store: string, options: { cause?: unknown } = {}) {
    super(`There is no artifact ${location} in ${store}.`, {
      code: 'artifact_not_found',
      hint: 'Retention may have removed it with its run; if not, check that this is the store that the run wrote to.',
      details: { location },
      ...options,
    });
  }
}

/** A location that no store gives out, or one that leads out of the store. Nothing was read or changed. */
export class InvalidArtifactLocationError extends TelltaleError {
  override readonly name = 'InvalidArtifactLocationError';
  constructor(location: unknown, problem: string) {
    super(`${quoted(location)} is no place for an artifact: ${problem}.`, {
      code: 'artifact_location_invalid',
      hint: 'Use the location that the store gave when the file was stored, as it stands.',
      details: { location: quoted(location) },
    });
  }
}

/** A range that the file does not have. */
export class InvalidArtifactRangeError extends TelltaleError {
  override readonly name = 'InvalidArtifactRangeError';
  constructor(location: string, range: { readonly start: number; readonly end?: number }, problem: string) {
    super(`Bytes ${range.start}–${range.end ?? ''} of artifact ${location} cannot be read: ${problem}.`, {
      code: 'artifact_range_invalid',
      details: { location },
    });
  }
}

/** What was to be stored cannot be read. Nothing was stored. */
export class InvalidArtifactSourceError extends TelltaleError {
  override readonly name = 'InvalidArtifactSourceError';
  constructor(problem: string, options: { hint?: string; cause?: unknown } = {}) {
    super(`What was to be stored as an artifact cannot be read: ${problem}.`, {
      code: 'artifact_source_invalid',
      ...options,
    });
  }
}

/** The store cannot do what was asked of it: full, forbidden, away. The message has the reason, the hint the remedy. */
export class ArtifactStoreError extends TelltaleError {
  override readonly name = 'ArtifactStoreError';
  /** `task` goes on from "cannot": `store an artifact of run x-y-run-1`. */
  constructor(
    store: string,
    task: string,
    told: { readonly reason: string; readonly hint: string; readonly retryable: boolean; readonly cause?: unknown },
  ) {
    super(`The artifact store (${store}) cannot ${task}: ${told.reason}.`, {
      code: 'artifact_store_failed',
      hint: told.hint,
      retryable: told.retryable,
      details: { store },
      cause: told.cause,
    });
  }
}

/** For messages: what came from outside can be anything, of any length. */
function quoted(value: unknown): string {
  if (typeof value !== 'string') return `A value of type ${typeof value}`;
  return JSON.stringify(value.length <= 100 ? value : `${value.slice(0, 97)}…`);
}
