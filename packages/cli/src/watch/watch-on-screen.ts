import type { ApiClient } from '@telltale/api';
import type { CommandContext } from '../command.ts';
import { drawRun, type Picture } from './draw-run.ts';
import { followWatched } from './follow-watched.ts';
import { readKeys } from './keys.ts';
import { LiveScreen, type Size } from './live-screen.ts';
import { WatchKeys } from './watch-keys.ts';
import type { WatchedRun } from './watched-run.ts';

/** How a watch ended: with the run, or by a key. */
export type WatchEnd = WatchedRun | 'quit' | 'interrupted';

/** Draws a run in place until it has ended, and leaves the last picture. Throws the reason of the context's signal. */
export async function watchOnScreen(
  { output, stdin, signal }: CommandContext,
  api: ApiClient,
  runId: string,
): Promise<WatchEnd> {
  const leaving = new AbortController();
  let left: 'quit' | 'interrupted' | null = null;
  let newest: WatchedRun | null = null;

  const draw = (picture: Picture, { columns, rows }: Size) =>
    drawRun(picture, { columns, rows, nowMs: Date.now(), paint: output.style });
  // Nobody can press a key any more.
  const leave = (watched: WatchedRun, size: Size) => draw({ watched, notice: null, keys: null }, size);
  using screen = new LiveScreen(output.stdout, (size) =>
    newest === null
      ? [`Looking up ${runId} …`]
      : draw({ watched: newest, notice: keys.notice, keys: stdin.isTTY ? keys.hint(newest) : null }, size),
  );
  const keys = new WatchKeys({
    api,
    runId,
    signal,
    onChange: () => screen.changed(),
    onQuit: (how) => {
      left = how;
      leaving.abort();
    },
  });
  using _ = stdin.isTTY ? readKeys(stdin, (key) => keys.press(key, newest)) : null;
  try {
    const last = await followWatched({
      api,
      runId,
      signal: AbortSignal.any([signal, leaving.signal]),
      from: 'now',
      onChange: (watched) => {
        newest = watched;
        screen.changed();
      },
    });
    // As long as it is: what scrolls out of the terminal can be scrolled back to.
    screen.end(leave(last, { ...screen.size, rows: Number.POSITIVE_INFINITY }));
    return last;
  } catch (error) {
    screen.end(newest === null ? [] : leave(newest, screen.size));
    if (left !== null && !signal.aborted) return left;
    throw error;
  }
}
