import type { ApiClient } from '@telltale/api';
import { emptyRunView, hasEnded, type TraceEvent } from '@telltale/core';
import { RunGoneError } from '../errors.ts';
import { Repeater } from '../repeater.ts';
import { loadView, reloadView } from './load-view.ts';
import { takeLook } from './take-look.ts';
import { type LineState, LOOK_EVERY_MS, type WatchedRun, withEvent } from './watched-run.ts';

const LOOK_AT_MOST_EVERY_MS = 500;

export interface FollowOptions {
  readonly api: ApiClient;
  readonly runId: string;
  readonly signal: AbortSignal;
  /** `now`: from a snapshot of how it stands. `start`: each of its events, from the first. */
  readonly from: 'start' | 'now';
  /** Called at the start, and whenever something is known that was not before. */
  readonly onChange: (watched: WatchedRun) => void;
  /** Called for each event, before the change that it makes. Nothing more is asked for until it is done. */
  readonly onEvent?: (event: TraceEvent) => void | Promise<void>;
}

/**
 * Follows a run until it has ended, through lost connections and servers that come and go. Gives how it ended. Throws what
 * the first questions fail with (no such run, no server), `RunGoneError`, and the signal's reason.
 */
export async function followWatched({
  api,
  runId,
  signal,
  from,
  onChange,
  onEvent,
}: FollowOptions): Promise<WatchedRun> {
  const first = await takeLook(api, runId, signal);
  let watched: WatchedRun = {
    view: from === 'start' ? emptyRunView(runId) : await loadView(api, runId, signal),
    look: first,
    line: { state: 'live', sinceMs: first.ownMs },
  };
  const change = (next: Partial<WatchedRun>) => {
    watched = { ...watched, ...next };
    onChange(watched);
  };
  // Each try to connect again is told: the line is lost since the first.
  const lineIs = (state: LineState['state']) => {
    if (state !== watched.line.state) change({ line: { state, sinceMs: Date.now() } });
  };
  change({});

  await using looks = new Repeater(
    async (until) => {
      const look = await takeLook(api, runId, until);
      // What the server knew earlier says nothing of now. A look that fails is left out: the stream tells what is wrong.
      if (look.isFresh && !until.aborted) change({ look });
    },
    { notSoonerMs: LOOK_AT_MOST_EVERY_MS, notLaterMs: LOOK_EVERY_MS, signal },
  );
  for await (const message of api.followRun({ runId, after: watched.view.lastSeq }, { signal })) {
    switch (message.kind) {
      case 'trace': {
        await onEvent?.(message.event);
        change(withEvent(watched, message.event));
        // With a step the estimate of the whole changes.
        if (message.event.type.startsWith('step.')) looks.want();
        break;
      }
      case 'reset':
        change({ view: await reloadView(api, runId, signal) });
        break;
      case 'status':
        lineIs(message.state);
        break;
      case 'connection':
        lineIs(message.state === 'live' ? 'live' : 'offline');
        break;
      case 'end':
        break;
    }
  }
  signal.throwIfAborted();
  if (!hasEnded(watched.view.state)) throw new RunGoneError(runId);
  return watched;
}
