import type { AnswerOf, ApiClient } from '@telltale/api';
import type { CommandContext } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { span } from '../format/line.ts';
import { printLine } from '../format/print-line.ts';
import { reportError } from '../report-error.ts';
import { untilLetGo } from './until-let-go.ts';

export interface ControlledRuns {
  readonly runIds: readonly string[];
  /** Whether to wait until each has let go. */
  readonly wait: boolean;
  readonly ask: (runId: string) => Promise<AnswerOf<'pauseRun'>>;
}

/** Asks the same of several runs, one after the other. What one refuses does not keep it from the others. */
export async function controlRuns(
  context: CommandContext,
  api: ApiClient,
  { runIds, wait, ask }: ControlledRuns,
): Promise<ExitCode> {
  const { output, signal } = context;
  return await forEachRun(context, runIds, async (runId) => {
    const result = await ask(runId);
    if (output.json && !wait) {
      output.record(result);
      return;
    }
    const run = wait ? await untilLetGo(context, api, runId) : await api.getRun({ runId }, { signal });
    output.record(run);
    printLine(output, [span(`${runId}  `, 'bold'), span(run.sentence)]);
  });
}

/** Does something with each run and reports each failure. Gives the exit code of the last failure. */
export async function forEachRun(
  { output, signal }: CommandContext,
  runIds: readonly string[],
  act: (runId: string) => Promise<void>,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  for (const runId of runIds) {
    try {
      await act(runId);
    } catch (error) {
      if (signal.aborted || runIds.length === 1) throw error;
      exitCode = reportError(error, output);
    }
  }
  return exitCode;
}

/** The run that an option is for which makes no sense for several. */
export function onlyRun(runIds: readonly string[], option: string): string {
  const [runId, ...others] = runIds;
  if (runId === undefined || others.length > 0)
    throw new UsageError(`${option} takes one run, and ${runIds.length} were given.`);
  return runId;
}
