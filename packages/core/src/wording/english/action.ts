import type { ActionOutcome } from '../../events/outcomes.ts';
import type { Failure } from '../../events/shapes.ts';
import type { ActionView } from '../../view/action-view.ts';
import { msSince } from '../../view/clock.ts';
import { formatDuration } from '../duration.ts';
import { actionName, oneLine } from '../text.ts';

export function action(view: ActionView, now: number): string {
  const name = actionName(view);
  if (view.state !== 'running') return ended(name, view.state, view.durationMs, view.error);
  const limit = view.timeoutMs === null ? '' : ` of ${formatDuration(view.timeoutMs)}`;
  return `${name} has been running for ${formatDuration(msSince(view.startedAt, now))}${limit}`;
}

const ENDED: Readonly<Record<ActionOutcome, string>> = {
  success: 'succeeded',
  timeout: 'timed out',
  error: 'failed',
  blocked: 'was refused',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
};

/** `click 'Mehr Informationen' timed out after 30.0 s: it is covered by <div id="overlay">`. */
export function ended(
  name: string,
  outcome: ActionOutcome,
  durationMs: number | null,
  error: Failure | null | undefined,
): string {
  const time = durationMs === null || outcome === 'blocked' ? '' : ` after ${formatDuration(durationMs)}`;
  const why = error == null ? '' : reason(`${name} ${ENDED[outcome]}`, outcome, error.message);
  return `${name} ${ENDED[outcome]}${time}${why === '' ? '' : `: ${oneLine(why)}`}`;
}

/** Why, without what the sentence says anyway: a tool's own error often begins with the same words, and a time limit says no more. */
function reason(said: string, outcome: ActionOutcome, message: string): string {
  if (!message.startsWith(said)) return outcome === 'timeout' ? '' : message;
  const colon = message.indexOf(': ', said.length);
  return colon < 0 ? '' : message.slice(colon + 2);
}
