import type { AddCommand, CommandContext } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { watchRun } from '../watch/watch-run.ts';

interface WatchCommandOptions {
  readonly exitCode?: true;
}

export const addWatch: AddCommand = (program, run) => {
  program
    .command('watch')
    .summary('watch a run at work')
    .description(
      'Shows a run live until it has ended: its steps, how far it is, what it works on and what comes next. It survives lost connections and servers that are started again. Where there is no terminal it prints the trace but for items that are done, which the steps count, and a line whenever nothing came for 30 s.',
    )
    .argument('<run>', 'the id of the run; "telltale runs" lists them')
    .option('--exit-code', 'exit with 3 if the run failed, with 4 if it was cancelled')
    .addHelpText(
      'after',
      `
Keys: q quits, p pauses the run, r resumes it, c cancels it (after a question). Quitting leaves the run alone.

Examples:
  telltale watch episode-show.42-run-1
  telltale watch episode-show.42-run-1 --exit-code && echo done
  telltale watch episode-show.42-run-1 --json > trace.jsonl`,
    )
    .action(run(watch));
};

async function watch(context: CommandContext, runId: string, { exitCode }: WatchCommandOptions): Promise<ExitCode> {
  return await watchRun(context, await context.api(), runId, { tellsEnd: exitCode === true });
}
