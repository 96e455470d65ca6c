import { setUpDatabase } from '@telltale/engine/client';
import { serveMetrics } from '@telltale/telemetry';
import type { AddCommand, CommandContext } from '../command.ts';
import { addSettings } from '../config/setting-option.ts';
import { sharedDatabaseUrl } from '../database/with-database.ts';
import { makeParts } from '../services/parts.ts';
import { startWorker } from '../services/start-worker.ts';
import { untilStopped } from '../services/until-stopped.ts';

export const addWorker: AddCommand = (program, run) => {
  const worker = program
    .command('worker')
    .summary('start a worker alone')
    .description(
      'Executes runs from a database that others share, as many workers as you like, on any machine. On Ctrl-C or SIGTERM it hands its runs back.',
    );
  addSettings(worker, ['pipelines', 'worker.metricsPort'])
    .addHelpText(
      'after',
      `
Examples:
  telltale worker --database postgres://db/telltale --pipelines ./pipelines/greet.ts
  telltale worker                       beside a \`telltale start\` on this machine`,
    )
    .action(run(work));
};

async function work(context: CommandContext): Promise<void> {
  const { output, signal } = context;
  const loaded = await context.config();
  await using stack = new AsyncDisposableStack();
  const url = await sharedDatabaseUrl(loaded.values);
  await setUpDatabase(url);
  const parts = await makeParts(stack, loaded, url);
  const { metricsPort } = loaded.values.worker;
  if (metricsPort !== undefined) {
    const { metrics } = parts;
    const served = await serveMetrics({ metrics, hostname: loaded.values.server.host, port: metricsPort });
    stack.defer(() => served.close());
  }
  const worker = stack.use(await startWorker(parts));
  const queues = parts.pipelines.map(({ name }) => name);
  output.record({ ready: true, workerId: worker.id, queues, pid: process.pid });
  output.print(`Worker ${worker.id} is ready for ${queues.join(', ')}.`);
  await untilStopped(signal);
  const { length } = worker.running;
  output.note(
    length === 0 ? 'Stopping …' : `Stopping: ${length} ${length === 1 ? 'run goes' : 'runs go'} back to the queue …`,
  );
}
