import { stat } from 'node:fs/promises';
import { formatAge, formatDuration, formatQuantity, ORPHANED_AFTER_MS } from '@telltale/core';
import {
  assertSchema,
  countTokens,
  listWorkers,
  missingDbosColumns,
  queueDepths,
  schemaDrift,
  schemaVersion,
} from '@telltale/ledger';
import { assertMayListen } from '@telltale/server';
import { artifactStoreOf } from '../../services/artifact-store.ts';
import { type Check, type Finding, fail, ok, onDatabase, skipped, warn } from '../check.ts';

const CLOCK_WARN_MS = 1_000;
const CLOCK_FAIL_MS = 10_000;
const SET_UP = 'Start Telltale once: `telltale start` or `telltale server` sets it up.';

export const database: Check = { name: 'database', look: async ({ database }) => (await database).finding };

export const permission = onDatabase('permission', async (pool) => {
  const { rows } = await pool.query<{ user: string; create: boolean; use: boolean | null }>(
    `SELECT current_user AS user, has_database_privilege(current_database(), 'CREATE') AS create,
            (SELECT has_schema_privilege(n.oid, 'USAGE') FROM pg_namespace n WHERE n.nspname = 'telltale') AS use`,
  );
  const { user, create, use } = rows[0] ?? { user: '', create: false, use: null };
  if (create) return ok(`${user} may create schemas`);
  if (use !== true)
    return fail(`${user} may not create schemas.`, `GRANT CREATE ON DATABASE … TO ${user}, as its owner.`);
  return warn(
    `${user} may not create schemas, so a newer Telltale could not update its tables.`,
    'Update as another user.',
  );
});

export const schema = onDatabase('schema', async (pool) => {
  const version = await schemaVersion(pool);
  if (version === 0) return warn('The database holds no tables of Telltale yet.', SET_UP);
  await assertSchema(pool);
  const drift = await schemaDrift(pool);
  if (drift.length === 0) return ok(`version ${version}, as it should be`);
  const objects = drift.map(({ object, problem }) => `${object.replace('CREATE ', '').toLowerCase()} (${problem})`);
  return warn(
    `Version ${version}, but ${formatQuantity(drift.length, 'objects')} in it are not as they should be: ${objects.join(', ')}.`,
    'Somebody has changed the schema telltale by hand. Take that back, or expect errors.',
  );
});

export const dbos = onDatabase('dbos', async (pool) => {
  const missing = await missingDbosColumns(pool);
  if (missing.length === 0) return ok('its tables are as they should be');
  const { rows } = await pool.query<{ there: boolean }>(`SELECT to_regnamespace('dbos') IS NOT NULL AS there`);
  if (rows[0]?.there !== true) return warn('The database holds no tables of DBOS yet.', SET_UP);
  return fail(`Tables of DBOS lack ${missing.join(', ')}.`, SET_UP);
});

export const clock = onDatabase('clock', async (pool) => {
  // The first query of a connection takes longer; the second one's moment lies in the middle of its round trip.
  await pool.query('SELECT 1');
  const asked = Date.now();
  const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return judgeClock((asked + Date.now()) / 2 - (rows[0]?.now.getTime() ?? asked));
});

/** `aheadMs`: how far this machine is ahead of the database. */
export function judgeClock(aheadMs: number): Finding {
  const ms = Math.abs(aheadMs);
  if (ms <= CLOCK_WARN_MS) return ok('this machine and the database agree');
  const message = `The clock of this machine is ${formatDuration(ms)} ${aheadMs > 0 ? 'ahead of' : 'behind'} the database's.`;
  const hint = 'Let both set their clocks by NTP, such as: timedatectl set-ntp true';
  return ms > CLOCK_FAIL_MS ? fail(message, hint) : warn(message, hint);
}

export const workers = onDatabase('workers', async (pool) => {
  if ((await schemaVersion(pool)) === 0) return skipped('There are no tables yet.');
  const all = await listWorkers(pool);
  const silent = all.filter(({ silentMs }) => silentMs >= ORPHANED_AFTER_MS);
  const alive = all.length - silent.length;
  if (alive === 0)
    return warn('No worker is alive: runs wait.', 'Start one with `telltale worker`, or all with `telltale start`.');
  if (silent.length === 0) return ok(`${alive} alive`);
  const [first] = silent;
  const who = first === undefined ? '' : ` ${first.workerId} was last heard from ${formatAge(first.silentMs)} ago.`;
  return warn(
    `${alive} alive, ${silent.length} died without a word.${who}`,
    'Others take over their runs; look why they died.',
  );
});

export const queues = onDatabase('queues', async (pool) => {
  if ((await schemaVersion(pool)) === 0) return skipped('There are no tables yet.');
  const depths = await queueDepths(pool);
  const stranded = depths.filter(({ queued, workers }) => queued > 0 && workers === 0);
  if (stranded.length === 0)
    return ok(
      `${formatQuantity(
        depths.reduce((sum, { queued }) => sum + queued, 0),
        'runs',
      )} waiting`,
    );
  const names = stranded.map(({ queue, queued }) => `${queue} (${formatQuantity(queued, 'runs')})`);
  return warn(
    `Runs wait in queues that no live worker serves: ${names.join(', ')}.`,
    'Start a worker that has these pipelines.',
  );
});

export const tokens = onDatabase('tokens', async (pool, { config }) => {
  if ((await schemaVersion(pool)) === 0) return skipped('There are no tables yet.');
  const { host: hostname, allowedHosts, login } = config.server;
  await assertMayListen({ pool, hostname, allowedHosts, login });
  return ok(formatQuantity(await countTokens(pool, 'operator'), 'operators'));
});

export const artifacts: Check = {
  name: 'artifacts',
  look: async ({ config }) => {
    const { folder, s3 } = config.artifacts;
    // A look must not make it.
    const isThere = s3.bucket !== undefined || (await stat(folder).catch(() => null)) !== null;
    if (!isThere) return ok(`${folder} will be made by the first start`);
    const store = artifactStoreOf(config);
    await store.check();
    return ok(store.description);
  },
};
