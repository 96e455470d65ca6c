import { fromMicroseconds, toMicroseconds } from './instant.ts';

/** A run's artifacts, oldest first: by the primary key, then sorted. A run has few, compared with its events. */
const ARTIFACTS = `
  SELECT a.artifact_id, a.step, a.item, a.kind, a.name, a.location, a.content_type, a.bytes, a.sha256, a.stored_at,
         ${toMicroseconds('a.stored_at')} AS stored_at_us
    FROM telltale.artifact a
   WHERE a.run = (SELECT p.run FROM telltale.progress p WHERE p.run_id = $1)`;

/** By the primary key. */
export const GET_ARTIFACT = `${ARTIFACTS} AND a.artifact_id = $2`;

const IN_ORDER = 'ORDER BY a.stored_at, a.artifact_id LIMIT $2';

export const LIST_ARTIFACTS = `${ARTIFACTS} ${IN_ORDER}`;

export const LIST_ARTIFACTS_AFTER = `
  ${ARTIFACTS} AND (a.stored_at, a.artifact_id) > (${fromMicroseconds('$3')}, $4::text) ${IN_ORDER}`;

export const COUNT_ARTIFACTS = `
  SELECT a.kind, count(*)::integer AS count, sum(a.bytes)::double precision AS bytes
    FROM telltale.artifact a
   WHERE a.run = (SELECT p.run FROM telltale.progress p WHERE p.run_id = $1)
   GROUP BY a.kind ORDER BY a.kind`;
