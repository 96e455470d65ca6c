import type { AddCommand, CommandContext } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { type AfterwardsOptions, afterwards, sayStarted } from '../runs/afterwards.ts';
import { forEachRun, onlyRun } from '../runs/control-runs.ts';

interface RetryOptions extends AfterwardsOptions {
  readonly items?: string;
  readonly fresh?: true;
  readonly priority?: number;
  readonly reason?: string;
}

export const addRetry: AddCommand = (program, run) => {
  program
    .command('retry')
    .summary('go on with runs that failed or were cancelled')
    .description(
      'Makes a new run for each that failed or was cancelled: it goes on at the step where that one ended, with all that was done. The old run stays as it was.',
    )
    .argument('<runs...>', 'the ids of the runs')
    .option('--items <step>', 'do the failed items of this step again, also of a run that succeeded')
    .option('--fresh', 'forget the items that the step had done')
    .option('--priority <number>', 'its place in the queue: the lowest goes first', wholeNumber)
    .option('--reason <text>', 'why; stands in the trace')
    .option('-w, --watch', 'watch the new run (only with one)')
    .option('--wait', 'wait until it has ended (only with one); exit with 3 if it failed, with 4 if it was cancelled')
    .addHelpText(
      'after',
      `
Examples:
  telltale retry episode-show.42-run-1 --watch
  telltale retry episode-show.42-run-1 --items transcribe
  telltale retry episode-show.42-run-1 episode-show.43-run-1`,
    )
    .action(run(retry));
};

async function retry(context: CommandContext, runIds: readonly string[], options: RetryOptions): Promise<ExitCode> {
  const { output, signal } = context;
  const { items: step, fresh, priority, reason, watch, wait } = options;
  if (watch || wait) onlyRun(runIds, watch ? '--watch' : '--wait');
  const api = await context.api();
  const made: string[] = [];
  const exitCode = await forEachRun(context, runIds, async (runId) => {
    const submitted = await (step === undefined
      ? api.retryRun({ runId, fresh, priority, reason }, { signal })
      : api.retryFailedItems({ runId, step, priority, reason }, { signal }));
    sayStarted(output, submitted);
    made.push(submitted.runId);
  });
  const [newRun] = made;
  if (exitCode !== EXIT.ok || newRun === undefined) return exitCode;
  return (await afterwards(context, api, newRun, options)) ?? EXIT.ok;
}
