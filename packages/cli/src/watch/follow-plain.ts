import { formatAge, type TraceEvent } from '@telltale/core';
import type { Output } from '../output.ts';
import { type FollowOptions, followWatched } from './follow-watched.ts';
import { describeRun, type WatchedRun } from './watched-run.ts';

/** After so long without news, in ms, a line says how things are: silence must not look like a hang. */
const SILENCE_MS = 30_000;

export interface PlainOptions extends Pick<FollowOptions, 'api' | 'runId' | 'signal' | 'from'> {
  readonly output: Output;
  readonly silenceMs?: number;
  readonly onEvent?: (event: TraceEvent) => Promise<void>;
}

/** Follows a run where there is no terminal to draw on. What is said about it goes to stderr. */
export async function followPlain({
  output,
  silenceMs = SILENCE_MS,
  onEvent,
  ...options
}: PlainOptions): Promise<WatchedRun> {
  let newest: WatchedRun | null = null;
  const silence = setInterval(() => {
    if (newest !== null) output.note(`Still there: ${describeRun(newest, Date.now())}`);
  }, silenceMs);
  try {
    return await followWatched({
      ...options,
      onChange: (watched) => {
        if (newest !== null && newest.line.state !== watched.line.state) output.note(lineChange(newest, watched));
        newest = watched;
      },
      onEvent: async (event) => {
        if (onEvent === undefined) return;
        silence.refresh();
        await onEvent(event);
      },
    });
  } finally {
    clearInterval(silence);
  }
}

function lineChange({ line: before }: WatchedRun, { line }: WatchedRun): string {
  if (line.state === 'live') return `Live again after ${formatAge(line.sinceMs - before.sinceMs)}.`;
  if (line.state === 'away') return 'The server has lost its database: waiting for it. The run may go on meanwhile.';
  return 'Offline: trying to reach the server. The run goes on meanwhile.';
}
