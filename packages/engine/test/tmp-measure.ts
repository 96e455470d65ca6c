import { startPostgres } from '@telltale/testing/postgres';
import { createLocalArtifactStore, createWorker, setUpDatabase } from '../src/index.ts';
import { createClient } from '../src/client.ts';
import { Gate, gatedPipeline } from './gated-pipeline.ts';
import pg from 'pg';
const gate = new Gate(); gate.openAll();
const artifacts = createLocalArtifactStore({ folder: '/tmp/d-art' });
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
const median = (xs: number[]) => xs.toSorted((a, b) => a - b)[Math.floor(xs.length / 2)]!;
{
  await using server = await startPostgres({ fsync: true });
  const { url } = server;
  await setUpDatabase(url);
  const p = gatedPipeline(gate.pass);
  const taken = new Map<string, number>();
  const worker = await createWorker({ url, pipelines: [p], artifacts, hooks: { runTaken: ({ runId }) => void taken.set(runId, performance.now()) } });
  const client = await createClient({ url, pipelines: [p] });
  const pool = new pg.Pool({ connectionString: url });
  const ms: number[] = [], whole: number[] = [], byClock: number[] = [];
  for (let i = 0; i < 60; i++) {
    const { runId } = await client.submit(p, { subject: `s${i}` });
    const t = performance.now();
    await client.wait(runId);
    if (i >= 10) {
      ms.push((taken.get(runId) ?? 0) - t);
      const { rows } = await pool.query(`select extract(epoch from max(at) filter (where type='run.started') - max(at) filter (where type = 'run.submitted'))*1000 d, extract(epoch from max(at) filter (where type='run.succeeded') - max(at) filter (where type = 'run.submitted'))*1000 w from telltale.event join telltale.progress using(run) where run_id=$1`, [runId]);
      byClock.push(Number(rows[0].d)); whole.push(Number(rows[0].w));
    }
    await sleep(20 + Math.random() * 50);
  }
  const fmt = (xs: number[]) => `median ${median(xs).toFixed(1)} max ${Math.max(...xs).toFixed(1)}`;
  console.log('submit returned -> runTaken', fmt(ms), '| submitted event -> run.started event', fmt(byClock), '| -> run.succeeded', fmt(whole));
  await worker.stop(); await client.close(); await pool.end();
}
for (const n of [1, 4]) {
  await using server = await startPostgres({ fsync: false, settings: { log_statement: 'all', log_line_prefix: '%a|' } });
  const { url } = server;
  await setUpDatabase(url);
  const worker = await createWorker({ url, pipelines: Array.from({ length: n }, (_, i) => gatedPipeline(gate.pass, { name: `p${i}` })), artifacts });
  await sleep(2_000);
  const before = (await server.log()).length;
  await sleep(60_000);
  const lines = (await server.log()).slice(before).split('\n').filter((l) => /LOG: +(statement|execute)/.test(l));
  const by = Map.groupBy(lines, (l) => l.split('|')[0]!);
  console.log(n, 'pipelines:', lines.length, 'statements/min', Object.fromEntries([...by].map(([k, v]) => [k, v.length])));
  const kinds = Map.groupBy(lines, (l) => l.replace(/^.*?LOG: +(statement|execute)[^:]*: /, '').trim().slice(0, 50));
  if (n === 1) console.log(Object.fromEntries([...kinds].map(([k, v]) => [k, v.length])));
  await worker.stop();
}
