import type { TraceEvent } from '../events/event.ts';
import type { ActionView } from './action-view.ts';
import { append, type Bounded, replaceAt, VIEW_LIMITS } from './bounded.ts';

/** A line of the timeline: an action, updated in place when it ends, or an event that stands for itself. */
export type TimelineEntry =
  | { readonly kind: 'action'; readonly action: ActionView }
  | { readonly kind: 'event'; readonly event: TraceEvent };

export type Timeline = Bounded<TimelineEntry>;

export function addEvent(timeline: Timeline, event: TraceEvent): Timeline {
  return append<TimelineEntry>(timeline, { kind: 'event', event }, VIEW_LIMITS.timeline);
}

/** Puts the action in the place of its earlier state, or at the end if that is not there (any more). */
export function putAction(timeline: Timeline, action: ActionView): Timeline {
  const entry: TimelineEntry = { kind: 'action', action };
  const index = timeline.entries.findLastIndex(
    (known) => known.kind === 'action' && known.action.actionId === action.actionId,
  );
  return index === -1 ? append(timeline, entry, VIEW_LIMITS.timeline) : replaceAt(timeline, index, entry);
}
