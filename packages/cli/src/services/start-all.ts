import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from '@telltale/server';
import type { LoadedConfig } from '../config/load-config.ts';
import { lockData } from '../database/lock-data.ts';
import { openDatabase } from '../database/open-database.ts';
import type { Output } from '../output.ts';
import { loadPipelines } from '../pipelines/load-pipelines.ts';
import { removeRunningServer, writeRunningServer } from '../running-server.ts';
import { openSample } from '../sample/open-sample.ts';
import { VERSION } from '../version.ts';
import { asService } from './as-service.ts';
import { findDashboard } from './find-dashboard.ts';
import { makeParts, type Parts } from './parts.ts';
import { removeLeftovers } from './remove-leftovers.ts';
import { retireDeadWorkers } from './retire-dead-workers.ts';
import { sayStopping } from './say-stopping.ts';
import { startServer } from './start-server.ts';
import { startWorker } from './start-worker.ts';
import { untilStopped } from './until-stopped.ts';

interface StartOptions {
  readonly sample: boolean;
}

/** How long a worker without its database has to interrupt what it does, in ms. */
const INTERRUPT_MS = 2_000;

export const startAll = asService(async (context, { sample: wantsSample }: StartOptions) => {
  const { output, signal } = context;
  const loaded = await context.config();
  const { values: config } = loaded;
  const ownPipelines = await loadPipelines(config);
  await using stack = new AsyncDisposableStack();
  stack.use(await lockData(config.data));
  const database = stack.use(await openDatabase(config, { signal, onProgress: (doing) => output.note(`${doing} …`) }));
  signal.throwIfAborted();
  const parts = await makeParts(stack, loaded, { url: database.url, ownPipelines });
  const sample = await openSample(parts);
  const server = stack.use(await startServer(parts, { files: sample.files, dashboard: await findDashboard(output) }));
  sample.allowOn(server.address.url);
  if (config.database.url === undefined) await retireDeadWorkers(parts.pool);
  // Made last, and so stopped first: the server tells of the runs that it hands back until they are.
  const worker = await startWorker(parts);
  let graceMs = config.worker.graceMs;
  stack.defer(() => Promise.race([worker.stop({ graceMs }), database.ended.catch(() => delay(INTERRUPT_MS))]));
  stack.use(await removeLeftovers(parts));
  signal.throwIfAborted();
  await writeRunningServer(config.data, {
    pid: process.pid,
    url: server.address.url,
    startedAt: new Date().toISOString(),
    version: VERSION,
    databaseUrl: database.url,
  });
  stack.defer(() => removeRunningServer(config.data, process.pid));
  // On a database of others it would be in their way.
  const isOwn = config.database.url === undefined && ownPipelines.every(({ name }) => name !== 'episode');
  const sampleRun = wantsSample && isOwn ? await sample.submit(server.address.url) : null;
  output.record({ ready: true, url: server.address.url, data: config.data, pid: process.pid, sampleRun });
  sayReady(output, { parts, server, database: database.description, sampleRun, telltale: commandOf(loaded) });
  try {
    await Promise.race([untilStopped(signal), database.ended]);
  } catch (error) {
    // Nothing can be handed back, and nothing written down: what is in work goes on at the next start.
    graceMs = 0;
    throw error;
  }
  sayStopping(output, worker);
});

interface Ready {
  readonly parts: Parts;
  readonly server: Server;
  readonly database: string;
  readonly sampleRun: string | null;
  /** How other terminals call the command. */
  readonly telltale: string;
}

/** From a checkout it is not on the PATH; a data folder that only this process was told of has to be told to others. */
function commandOf({ values, sources, env }: LoadedConfig): string {
  const name = env.npm_lifecycle_event === undefined ? 'telltale' : 'npx telltale';
  return sources.data?.kind === 'flag' ? `${name} --data ${values.data}` : name;
}

function sayReady(output: Output, { parts, server, database, sampleRun, telltale }: Ready): void {
  const page = (path: string) => output.style('cyan', new URL(path, server.address.url).href);
  output.print(`${output.style('bold', `Telltale ${VERSION}`)} is ready: ${output.style('cyan', server.address.url)}`);
  output.print(`  data       ${parts.config.data}`);
  output.print(`  database   ${database}`);
  output.print(`  pipelines  ${parts.pipelines.map(({ name }) => name).join(', ')}`);
  output.print();
  if (sampleRun === null) {
    output.print(`Open ${page('/')} in a browser to see what runs. In another terminal:`);
    output.print(`  ${telltale} runs              what there is, and how it is`);
    output.print(`  ${telltale} submit --help     start a run`);
    output.print(`  ${telltale} watch RUN         see it at work`);
  } else {
    output.print('A first run has begun, so that there is something to see. In a browser:');
    output.print(`  ${page(`/runs/${encodeURIComponent(sampleRun)}`)}`);
    output.print('In another terminal:');
    output.print(`  ${telltale} watch ${sampleRun}`);
    output.print(`  ${telltale} trace ${sampleRun}`);
    output.print(`  ${telltale} search "ropes that warn of a bridge"`);
    output.print(`  ${telltale} runs`);
  }
  output.print();
  output.print(output.style('dim', 'Ctrl-C stops it; what is in work goes on at the next start.'));
}
