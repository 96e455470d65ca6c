import { setUpDatabase } from '@telltale/engine/client';
import type { AddCommand, CommandContext } from '../command.ts';
import { addSettings } from '../config/setting-option.ts';
import { sharedDatabaseUrl } from '../database/with-database.ts';
import { makeParts } from '../services/parts.ts';
import { startServer } from '../services/start-server.ts';
import { untilStopped } from '../services/until-stopped.ts';

const SETTINGS = ['server.host', 'server.port', 'server.allowedHosts', 'server.login', 'pipelines'];

export const addServer: AddCommand = (program, run) => {
  const server = program
    .command('server')
    .summary('start a server alone')
    .description(
      'Serves the API and the live stream of a database that workers elsewhere work on. It executes no runs.',
    );
  addSettings(server, SETTINGS)
    .addHelpText(
      'after',
      `
Examples:
  telltale server --database postgres://db/telltale --pipelines ./pipelines/greet.ts`,
    )
    .action(run(serve));
};

async function serve(context: CommandContext): Promise<void> {
  const { output, signal } = context;
  const loaded = await context.config();
  await using stack = new AsyncDisposableStack();
  const url = await sharedDatabaseUrl(loaded.values);
  await setUpDatabase(url);
  const parts = await makeParts(stack, loaded, url);
  const server = stack.use(await startServer(parts));
  output.record({ ready: true, url: server.address.url, pid: process.pid });
  output.print(`The server is ready: ${output.style('cyan', server.address.url)}`);
  await untilStopped(signal);
  output.note('Stopping …');
}
