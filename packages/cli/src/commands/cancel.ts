import { confirm, isCancel } from '@clack/prompts';
import type { AddCommand, CommandContext } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { controlRuns } from '../runs/control-runs.ts';

interface CancelOptions {
  readonly reason?: string;
  readonly wait?: true;
  readonly yes?: true;
}

export const addCancel: AddCommand = (program, run) => {
  program
    .command('cancel')
    .summary('cancel runs')
    .description(
      'Cancels runs: what is in work is told to stop. A cancelled run can be gone on with by "telltale retry". On a terminal it asks first.',
    )
    .argument('<runs...>', 'the ids of the runs')
    .option('--reason <text>', 'why; stands in the trace')
    .option('--wait', 'wait until they have really stopped')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      `
Examples:
  telltale cancel episode-show.42-run-1
  telltale cancel episode-show.42-run-1 --yes --wait --reason "the wrong file"`,
    )
    .action(run(cancel));
};

async function cancel(context: CommandContext, runIds: readonly string[], options: CancelOptions): Promise<ExitCode> {
  const { reason, wait, yes } = options;
  const answer = yes === true || (await askWhetherSure(context, runIds));
  if (answer !== true) {
    context.output.note('Nothing was cancelled.');
    return isCancel(answer) ? EXIT.interrupted : EXIT.failed;
  }
  const api = await context.api();
  return await controlRuns(context, api, {
    runIds,
    wait: wait === true,
    ask: (runId) => api.cancelRun({ runId, reason }, { signal: context.signal }),
  });
}

/** Scripts are taken at their word. */
async function askWhetherSure({ output, stdin, signal }: CommandContext, runIds: readonly string[]) {
  if (!output.isTerminal || !stdin.isTTY) return true;
  const message = runIds.length === 1 ? `Cancel run ${runIds[0]}?` : `Cancel these ${runIds.length} runs?`;
  return await confirm({ message, initialValue: false, input: stdin, output: output.stdout, signal });
}
