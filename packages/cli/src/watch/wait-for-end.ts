import type { ApiClient } from '@telltale/api';
import type { CommandContext } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { exitOfRun } from '../exit-of-run.ts';
import { span } from '../format/line.ts';
import { printLine } from '../format/print-line.ts';
import { messagesOf } from '../runs/messages.ts';
import { printResult, readResult } from '../runs/result.ts';
import { followPlain } from './follow-plain.ts';
import { comeBack, describeRun } from './watched-run.ts';

/** Waits until the run has ended and says how, and what it gave back; every half minute it says on stderr how things are. */
export async function waitForEnd(context: CommandContext, api: ApiClient, runId: string): Promise<ExitCode> {
  const { output, signal } = context;
  output.note(`Waiting for ${runId} to end …`);
  const watched = await followPlain({ api, runId, signal, output, from: 'now' }).catch((error: unknown) => {
    if (signal.aborted) output.note(comeBack(runId));
    throw error;
  });
  const { view } = watched;
  if (output.json) {
    const run = await api.getRun({ runId }, { signal });
    output.record({ ...run, result: await readResult(context, api, run) });
    return exitOfRun(view.state);
  }
  const lines = [{ text: describeRun(watched, Date.now()) }, ...messagesOf(view)];
  for (const { text } of lines) printLine(output, [span(text)]);
  await printResult(context, api, view);
  return exitOfRun(view.state);
}
