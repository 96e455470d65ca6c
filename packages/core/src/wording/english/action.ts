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

/** `click 'Mehr Informationen' timed out after 30.0 s`. What a timeout's error says is no more than that. */
export function ended(
  name: string,
  outcome: ActionOutcome,
  durationMs: number | null,
  error: Failure | null | undefined,
): string {
  const time = durationMs === null || outcome === 'blocked' ? '' : ` after ${formatDuration(durationMs)}`;
  const why = error == null || outcome === 'timeout' ? '' : `: ${oneLine(error.message)}`;
  return `${name} ${ENDED[outcome]}${time}${why}`;
}
