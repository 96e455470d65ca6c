import { formatAge } from '@telltale/core';
import { timeOfDay } from '../format/time.ts';
import { eventsBehind, knownUntil, type WatchedRun } from './watched-run.ts';

/** How the line to the run is. `null` while it is as it should be. */
export function lineTrouble(watched: WatchedRun, ownNowMs: number): string | null {
  const { state, sinceMs } = watched.line;
  const known = timeOfDay(new Date(knownUntil(watched, ownNowMs)).toISOString());
  const since = `since ${timeOfDay(new Date(sinceMs).toISOString())} (${formatAge(ownNowMs - sinceMs)})`;
  if (state === 'offline') return `Offline ${since}: trying to reach the server. This is how it stood at ${known}.`;
  if (state === 'away') return `The server has lost its database ${since}. This is how the run stood at ${known}.`;
  return null;
}

/** The state of the line in a word or two. */
export function lineState(watched: WatchedRun): string {
  if (watched.line.state !== 'live') return 'offline';
  const behind = eventsBehind(watched);
  return behind === 0 ? 'live' : `catching up, ${behind} events`;
}
