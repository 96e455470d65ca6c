import { type AddCommand, lazily } from '../command.ts';
import { addSettings } from '../config/setting-option.ts';

const SETTINGS = ['server.host', 'server.port', 'server.allowedHosts', 'server.login', 'pipelines'];

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
    .action(run(lazily(async () => (await import('../services/start-all.ts')).startAll)));
};
