import type { AddCommand, CommandContext } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { type AfterwardsOptions, afterwards, sayStarted } from '../runs/afterwards.ts';

interface RerunOptions extends AfterwardsOptions {
  readonly priority?: number;
  readonly reason?: string;
}

export const addRerun: AddCommand = (program, run) => {
  program
    .command('rerun')
    .summary('do a run again, from any of its steps')
    .description(
      'Makes a new run that begins again at a step that the run had come to, and keeps what was done before it. The old run stays as it was.',
    )
    .argument('<run>', 'the id of a run that has ended')
    .argument('[step]', 'the step to begin at (default: the first)')
    .option('--priority <number>', 'its place in the queue: the lowest goes first', wholeNumber)
    .option('--reason <text>', 'why; stands in the trace')
    .option('-w, --watch', 'watch the new run')
    .option('--wait', 'wait until it has ended; exit with 3 if it failed, with 4 if it was cancelled')
    .addHelpText(
      'after',
      `
Examples:
  telltale rerun episode-show.42-run-1
  telltale rerun episode-show.42-run-1 summarize --reason "a better model" --watch`,
    )
    .action(run(rerun));
};

async function rerun(
  context: CommandContext,
  runId: string,
  fromStep: string | undefined,
  options: RerunOptions,
): Promise<ExitCode | undefined> {
  const { priority, reason } = options;
  const api = await context.api();
  const submitted = await api.rerunRun({ runId, fromStep, priority, reason }, { signal: context.signal });
  sayStarted(context.output, submitted);
  return await afterwards(context, api, submitted.runId, options);
}
