// A first run to look at: finds files of the same content below a folder (default: node_modules), on a Postgres that it
// starts for itself and throws away.
//   npm start
//   npm start -- ~/Music
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLocalArtifactStore, createWorker, setUpDatabase } from '@telltale/engine';
import { createClient } from '@telltale/engine/client';
import { startPostgres } from '@telltale/testing';
import { findDuplicates } from './find-duplicates.ts';
import { watchRun } from './watch-run.ts';

const folder = resolve(process.argv[2] ?? 'node_modules');

console.log('Starting Postgres …');
await using postgres = await startPostgres({ fsync: true });
const { url } = postgres;
await setUpDatabase(url);

const artifacts = createLocalArtifactStore({ folder: join(tmpdir(), 'telltale-first-run') });
const worker = await createWorker({ url, pipelines: [findDuplicates], artifacts });
worker.handleSignals();
const client = await createClient({ url, pipelines: [findDuplicates] });

const { runId } = await client.submit(findDuplicates, { folder });
console.log(`Looking for duplicates below ${folder}; every file is an item of its own, durable before the next.\n`);
const view = await watchRun(client.feed, runId);
const end = await client.wait(findDuplicates, runId);

if (end.state === 'succeeded') {
  const { files, copies, wastedBytes } = end.result;
  console.log(
    `\n${files.toLocaleString('en')} files, ${copies.toLocaleString('en')} of them copies of another: ` +
      `${(wastedBytes / 1e6).toFixed(1)} MB could be saved.`,
  );
} else {
  console.log(`\nThe run ${end.state}.`);
  process.exitCode = 1;
}
console.log(
  `The trace holds ${view.lastSeq.toLocaleString('en')} events, recorded in ${(view.clock.ms / 1000).toFixed(1)} s.`,
);

await client.close();
await worker.stop();
