import type { Server } from '@telltale/server';
import type { AddCommand, CommandContext } from '../command.ts';
import { addSettings } from '../config/setting-option.ts';
import { lockData } from '../database/lock-data.ts';
import { openDatabase } from '../database/open-database.ts';
import type { Output } from '../output.ts';
import { removeRunningServer, writeRunningServer } from '../running-server.ts';
import { submitSample } from '../sample/submit-sample.ts';
import { makeParts, type Parts } from '../services/parts.ts';
import { retireDeadWorkers } from '../services/retire-dead-workers.ts';
import { startServer } from '../services/start-server.ts';
import { startWorker } from '../services/start-worker.ts';
import { untilStopped } from '../services/until-stopped.ts';
import { VERSION } from '../version.ts';

const SETTINGS = ['server.host', 'server.port', 'server.allowedHosts', 'server.login', 'pipelines'];

interface StartOptions {
  readonly sample: boolean;
}

export const addStart: AddCommand = (program, run) => {
  const start = program
    .command('start')
    .summary('start everything in one process')
    .description(
      'Starts the database, the server and a worker in one process, and stops them all on Ctrl-C. Everything is kept in the data folder.',
    );
  addSettings(start, SETTINGS)
    .option('--no-sample', 'submit no run of its own on the first start')
    .addHelpText(
      'after',
      `
Examples:
  telltale start                                     on this machine, with a Postgres of its own
  telltale start --pipelines ./pipelines/greet.ts    with your own pipelines
  telltale start --database postgres://db/telltale   on a Postgres that others share
  telltale start --host 0.0.0.0 --port 80            for others; make a token first: telltale token create NAME --role operator`,
    )
    .action(run(startAll));
};

async function startAll(context: CommandContext, { sample }: StartOptions): Promise<void> {
  const { output, signal } = context;
  const loaded = await context.config();
  const { values: config } = loaded;
  await using stack = new AsyncDisposableStack();
  stack.use(await lockData(config.data));
  const database = stack.use(await openDatabase(config, (doing) => output.note(`${doing} …`)));
  const parts = await makeParts(stack, loaded, database.url);
  const server = stack.use(await startServer(parts));
  if (config.database.url === undefined) await retireDeadWorkers(parts.pool);
  // Made last, and so stopped first: the server tells of the runs that it hands back until they are.
  const worker = stack.use(await startWorker(parts));
  await writeRunningServer(config.data, {
    pid: process.pid,
    url: server.address.url,
    startedAt: new Date().toISOString(),
    version: VERSION,
    databaseUrl: database.url,
  });
  stack.defer(() => removeRunningServer(config.data));
  const sampleRun = sample && config.database.url === undefined ? await submitSample(parts.pool) : null;
  output.record({ ready: true, url: server.address.url, data: config.data, pid: process.pid, sampleRun });
  sayReady(output, { parts, server, database: database.description, sampleRun, env: loaded.env });
  await Promise.race([untilStopped(signal), database.ended]);
  const { length } = worker.running;
  output.note(
    length === 0 ? 'Stopping …' : `Stopping: ${length} ${length === 1 ? 'run goes' : 'runs go'} back to the queue …`,
  );
}

interface Ready {
  readonly parts: Parts;
  readonly server: Server;
  readonly database: string;
  readonly sampleRun: string | null;
  readonly env: NodeJS.ProcessEnv;
}

function sayReady(output: Output, { parts, server, database, sampleRun, env }: Ready): void {
  // From a checkout the command is not on the PATH.
  const telltale = env.npm_lifecycle_event === undefined ? 'telltale' : 'npx telltale';
  output.print(`${output.style('bold', `Telltale ${VERSION}`)} is ready: ${output.style('cyan', server.address.url)}`);
  output.print(`  data       ${parts.config.data}`);
  output.print(`  database   ${database}`);
  output.print(`  pipelines  ${parts.pipelines.map(({ name }) => name).join(', ')}`);
  output.print();
  if (sampleRun === null) {
    output.print('In another terminal:');
    output.print(`  ${telltale} runs              what there is, and how it is`);
    output.print(`  ${telltale} submit --help     start a run`);
    output.print(`  ${telltale} watch RUN         see it at work`);
  } else {
    output.print('A first run has begun, so that there is something to see. In another terminal:');
    output.print(`  ${telltale} watch ${sampleRun}`);
    output.print(`  ${telltale} runs`);
    output.print(`  ${telltale} trace ${sampleRun}`);
  }
  output.print();
  output.print(output.style('dim', 'Ctrl-C stops it; what is in work goes on at the next start.'));
}
