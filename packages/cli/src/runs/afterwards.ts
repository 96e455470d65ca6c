import type { AnswerOf, ApiClient } from '@telltale/api';
import type { CommandContext } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { waitForEnd } from '../watch/wait-for-end.ts';
import { watchRun } from '../watch/watch-run.ts';

/** What is done once a run was started. */
export interface AfterwardsOptions {
  readonly watch?: true;
  readonly wait?: true;
}

/** Says which run it is, whether it is a new one, and what can be done with it. */
export function sayStarted(output: Output, submitted: AnswerOf<'submitRun'>): void {
  const { runId, created, message } = submitted;
  output.record(submitted);
  if (created) output.print(`${output.style('green', 'Started')} ${output.style('bold', runId)}`);
  else output.print(sentence(message ?? `Run ${runId} was there already`));
  output.print(`  telltale watch ${runId}    see it at work`);
  output.print(`  telltale show ${runId}     all about it`);
}

/** Watches the run or waits for its end, if that was asked for. */
export async function afterwards(
  context: CommandContext,
  api: ApiClient,
  runId: string,
  { watch, wait }: AfterwardsOptions,
): Promise<ExitCode | undefined> {
  if (watch) return await watchRun(context, api, runId, { tellsEnd: wait === true });
  return wait ? await waitForEnd(context, api, runId) : undefined;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
