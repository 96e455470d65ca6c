import { TelltaleError } from '@telltale/core';
import type { AddCommand, CommandContext } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOrText } from '../option-values.ts';
import { controlRuns, onlyRun } from '../runs/control-runs.ts';
import { watchRun } from '../watch/watch-run.ts';

interface ResumeOptions {
  readonly answer?: unknown;
  readonly reason?: string;
  readonly watch?: true;
}

export const addResume: AddCommand = (program, run) => {
  program
    .command('resume')
    .summary('go on with paused runs')
    .description(
      'Goes on with paused runs where they stopped: what is done stays done. A run that waits for an answer needs one: "telltale answer" asks for it.',
    )
    .argument('<runs...>', 'the ids of the runs')
    .option('--answer <answer>', 'the answer that the run waits for: JSON, or else text', jsonOrText)
    .option('--reason <text>', 'why; stands in the trace')
    .option('-w, --watch', 'watch the run (only with one)')
    .addHelpText(
      'after',
      `
Examples:
  telltale resume episode-show.42-run-1 --watch
  telltale resume content-spring-run-3 --answer '{"approved":true}'
  telltale resume content-spring-run-3 --answer "the second draft"`,
    )
    .action(run(resume));
};

async function resume(context: CommandContext, runIds: readonly string[], options: ResumeOptions): Promise<ExitCode> {
  const { answer, reason } = options;
  const api = await context.api();
  const only = options.watch ? onlyRun(runIds, '--watch') : null;
  const exitCode = await controlRuns(context, api, {
    runIds,
    wait: false,
    ask: (runId) =>
      api.resumeRun({ runId, reason, answer }, { signal: context.signal }).catch((error: unknown) => {
        throw withHowToAnswer(error, runId);
      }),
  });
  return only !== null && exitCode === EXIT.ok ? await watchRun(context, api, only, { tellsEnd: false }) : exitCode;
}

/** The server tells programs how to answer. */
function withHowToAnswer(error: unknown, runId: string): unknown {
  if (!(error instanceof TelltaleError) || error.code !== 'answer_missing') return error;
  const { code, message, cause } = error;
  return new UsageError(message, { code, hint: `Give it: telltale answer ${runId}`, cause });
}
