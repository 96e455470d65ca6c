import type { ArtifactView } from '@telltale/core';
import { type Cursor, decodeCursor, encodeCursor, NUMBER_PART, TEXT_PART } from './cursor.ts';
import { canExist, checkLimit, DEFAULT_LIMIT, MAX_CHARACTERS } from './filters.ts';
import { instant } from './instants.ts';
import { COUNT_ARTIFACTS, GET_ARTIFACT, LIST_ARTIFACTS, LIST_ARTIFACTS_AFTER } from './queries/artifacts.ts';
import type { QueryRunner } from './query-runner.ts';

export interface ArtifactPageOptions {
  readonly runId: string;
  /** 1–500. Default: 50. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: Cursor | null;
}

export interface ArtifactPage {
  /** Oldest first. */
  readonly artifacts: readonly ArtifactView[];
  readonly nextCursor: Cursor | null;
}

/** How many artifacts of one kind a run has. */
export interface ArtifactCount {
  readonly kind: string;
  readonly count: number;
  readonly bytes: number;
}

interface ArtifactRow {
  readonly artifact_id: string;
  readonly step: string | null;
  readonly item: string | null;
  readonly kind: string;
  readonly name: string;
  readonly location: string;
  readonly content_type: string | null;
  readonly bytes: string;
  readonly sha256: string;
  readonly stored_at: Date;
  readonly stored_at_us: string;
}

/** A page of a run's artifacts. Throws `InvalidFilterError` and `InvalidCursorError`. */
export async function listArtifacts(runner: QueryRunner, options: ArtifactPageOptions): Promise<ArtifactPage> {
  const { runId, cursor = null } = options;
  const limit = checkLimit(options.limit ?? DEFAULT_LIMIT);
  const after = cursor === null ? null : decodeCursor('artifacts', cursor, [NUMBER_PART, TEXT_PART]);
  if (!canExist(runId, MAX_CHARACTERS.runId)) return { artifacts: [], nextCursor: null };
  const values = [runId, limit + 1];
  const rows = await runner.rows<ArtifactRow>(
    after === null
      ? { name: 'list-artifacts', text: LIST_ARTIFACTS, values }
      : { name: 'list-artifacts-after', text: LIST_ARTIFACTS_AFTER, values: [...values, ...after] },
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    artifacts: rows.slice(0, limit).map(toArtifact),
    nextCursor: last === undefined ? null : encodeCursor('artifacts', [last.stored_at_us, last.artifact_id]),
  };
}

/** One artifact of a run, or `null` if it has none of that id. */
export async function getArtifact(
  runner: QueryRunner,
  runId: string,
  artifactId: string,
): Promise<ArtifactView | null> {
  if (!canExist(runId, MAX_CHARACTERS.runId) || !canExist(artifactId, MAX_CHARACTERS.name)) return null;
  const values = [runId, artifactId];
  const [row] = await runner.rows<ArtifactRow>({ name: 'get-artifact', text: GET_ARTIFACT, values });
  return row === undefined ? null : toArtifact(row);
}

export async function countArtifacts(runner: QueryRunner, runId: string): Promise<readonly ArtifactCount[]> {
  return await runner.rows<ArtifactCount>({ name: 'count-artifacts', text: COUNT_ARTIFACTS, values: [runId] });
}

function toArtifact(row: ArtifactRow): ArtifactView {
  return {
    artifactId: row.artifact_id,
    at: instant(row.stored_at),
    step: row.step,
    item: row.item,
    kind: row.kind,
    name: row.name,
    location: row.location,
    ...(row.content_type === null ? {} : { contentType: row.content_type }),
    bytes: Number(row.bytes),
    sha256: row.sha256,
  };
}
