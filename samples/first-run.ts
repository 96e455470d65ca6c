// A first run to look at: finds files of the same content below a folder (default: node_modules), on a Postgres that it
// starts for itself and throws away.
//   npm start
//   npm start -- ~/Music
import { resolve } from 'node:path';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { createFeed, migrate, openRecorder, registerRun } from '@telltale/ledger';
import { startPostgres } from '@telltale/testing';
import pg from 'pg';
import { findDuplicates, STEPS } from './find-duplicates.ts';
import { watchRun } from './watch-run.ts';

const folder = resolve(process.argv[2] ?? 'node_modules');

console.log('Starting Postgres …');
await using postgres = await startPostgres({ fsync: true });
await withoutLog(() => DBOS.migrate(postgres.url));
await migrate(postgres.url);

const pool = new pg.Pool({ connectionString: postgres.url });
const recorder = await openRecorder({ url: postgres.url });
const feed = createFeed({ pool });

const { runId } = await submit();
console.log(`Looking for duplicates below ${folder}; every file is an item of its own, durable before the next.\n`);
const [{ files, copies, wastedBytes }, view] = await Promise.all([
  findDuplicates(recorder.run(runId), folder),
  watchRun(feed, runId),
]);

const seconds = (view.clock.ms / 1000).toFixed(1);
console.log(
  `\n${files.toLocaleString('en')} files, ${copies.toLocaleString('en')} of them copies of another: ` +
    `${(wastedBytes / 1e6).toFixed(1)} MB could be saved.`,
);
console.log(`The trace holds ${view.lastSeq.toLocaleString('en')} events, recorded in ${seconds} s.`);

await feed.close();
await recorder.close();
await pool.end();

async function submit(): Promise<{ runId: string }> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const run = await registerRun(client, {
      pipeline: 'duplicates',
      subject: 'folder',
      version: '1',
      title: folder,
      steps: STEPS,
      input: { folder },
    });
    await client.query('COMMIT');
    return run;
  } finally {
    client.release();
  }
}

/** `DBOS.migrate` announces itself on the console and takes no logger. */
async function withoutLog(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => undefined;
  try {
    await work();
  } finally {
    console.log = log;
  }
}
