import { type AddCommand, lazily } from '../command.ts';
import { addSettings } from '../config/setting-option.ts';

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
    .action(run(lazily(async () => (await import('../services/serve.ts')).serve)));
};
