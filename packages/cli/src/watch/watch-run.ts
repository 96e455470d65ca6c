import type { ApiClient } from '@telltale/api';
import type { EventType, TraceEvent } from '@telltale/core';
import type { CommandContext } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { exitOfRun } from '../exit-of-run.ts';
import { TracePrinter } from '../format/trace-printer.ts';
import { printResult } from '../runs/result.ts';
import { followPlain } from './follow-plain.ts';
import { type WatchEnd, watchOnScreen } from './watch-on-screen.ts';
import { comeBack, describeRun } from './watched-run.ts';

export interface WatchOptions {
  /** Whether the exit code tells how the run ended. */
  readonly tellsEnd: boolean;
}

/** Shows a run until it has ended: as a picture on a terminal, else as lines; then what it gave back. Leaving it leaves the run alone. */
export async function watchRun(
  context: CommandContext,
  api: ApiClient,
  runId: string,
  { tellsEnd }: WatchOptions,
): Promise<ExitCode> {
  const { output, signal } = context;
  const end = await (output.isTerminal ? watchOnScreen : watchAsLines)(context, api, runId).catch((error: unknown) => {
    if (signal.aborted) return 'interrupted' as const;
    throw error;
  });
  if (typeof end === 'string') {
    output.note(comeBack(runId));
    return end === 'quit' ? EXIT.ok : EXIT.interrupted;
  }
  if (!output.json) await printResult(context, api, end.view);
  return tellsEnd ? exitOfRun(end.view.state) : EXIT.ok;
}

/** For people: a line for each of thousands of items hides the others, and the step's own lines count them. */
const UNSAID: readonly EventType[] = ['item.started', 'item.succeeded', 'item.skipped'];

async function watchAsLines({ output, signal }: CommandContext, api: ApiClient, runId: string): Promise<WatchEnd> {
  const printer = new TracePrinter(output);
  const onEvent = async (event: TraceEvent) => {
    if (output.json || !UNSAID.includes(event.type)) await printer.print(event);
  };
  const last = await followPlain({ api, runId, signal, output, from: 'start', onEvent });
  output.note(describeRun(last, Date.now()));
  return last;
}
