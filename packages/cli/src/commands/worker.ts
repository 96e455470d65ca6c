import { type AddCommand, lazily } from '../command.ts';
import { addSettings } from '../config/setting-option.ts';

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
    .action(run(lazily(async () => (await import('../services/work.ts')).work)));
};
