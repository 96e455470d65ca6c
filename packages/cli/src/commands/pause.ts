import type { AddCommand, CommandContext } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { controlRuns } from '../runs/control-runs.ts';

interface PauseOptions {
  readonly reason?: string;
  readonly wait?: true;
}

export const addPause: AddCommand = (program, run) => {
  program
    .command('pause')
    .summary('pause runs')
    .description(
      'Pauses runs: what is in work finishes first, then the run rests until it is resumed. What is done stays done.',
    )
    .argument('<runs...>', 'the ids of the runs')
    .option('--reason <text>', 'why; stands in the trace')
    .option('--wait', 'wait until they have really paused')
    .addHelpText(
      'after',
      `
Examples:
  telltale pause episode-show.42-run-1 --wait
  telltale pause episode-show.42-run-1 episode-show.43-run-1 --reason "the site is down"`,
    )
    .action(run(pause));
};

async function pause(context: CommandContext, runIds: readonly string[], options: PauseOptions): Promise<ExitCode> {
  const { reason, wait } = options;
  const api = await context.api();
  return await controlRuns(context, api, {
    runIds,
    wait: wait === true,
    ask: (runId) => api.pauseRun({ runId, reason }, { signal: context.signal }),
  });
}
