import { setTimeout as delay } from 'node:timers/promises';
import type { AnswerOf, ApiClient } from '@telltale/api';
import type { CommandContext } from '../command.ts';
import { printable, span } from '../format/line.ts';
import { LiveScreen } from '../watch/live-screen.ts';

const ASK_EVERY_MS = 500;

/** Waits until the run has let go: until it is neither `pausing` nor `cancelling`. Meanwhile it says what it waits for. */
export async function untilLetGo(
  { output, signal }: CommandContext,
  api: ApiClient,
  runId: string,
): Promise<AnswerOf<'getRun'>> {
  let run = await api.getRun({ runId }, { signal });
  const sentence = (columns: number) => printable([span(`${runId}  ${run.sentence}`)], columns, output.style);
  using screen = output.isTerminal ? new LiveScreen(output.stdout, ({ columns }) => [sentence(columns)]) : null;
  let said = '';
  while (run.state === 'pausing' || run.state === 'cancelling') {
    if (screen === null && run.verdict.name !== said) output.note(sentence(Number.POSITIVE_INFINITY));
    said = run.verdict.name;
    await delay(ASK_EVERY_MS, undefined, { signal });
    run = await api.getRun({ runId }, { signal });
    screen?.changed();
  }
  screen?.end([]);
  return run;
}
