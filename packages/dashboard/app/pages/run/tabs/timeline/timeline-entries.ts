import { type ActionView, EVENT_TRAITS, hasEnded, type TimelineEntry, type TraceEvent } from '@telltale/core';
import type { ActionFilter, ActionList } from './actions-store.ts';

interface Shown extends ActionFilter {
  /** Without the milestones, but for the end of the run. */
  readonly onlyActions: boolean;
  /** What came after so many entries is held back. */
  readonly upTo: number;
}

/** What the timeline shows, newest first. */
export function timelineEntries(list: ActionList, { onlyActions, upTo, ...filter }: Shown): readonly TimelineEntry[] {
  const held = Math.max(0, list.end - upTo);
  const shown = list.live.slice(0, Math.max(0, list.live.length - held));
  const known = new Set<string | number>();
  for (const entry of list.live) {
    if (entry !== null) known.add(entry.kind === 'action' ? entry.action.actionId : entry.event.seq);
  }
  const live = shown.filter((entry) => entry !== null).toReversed();
  const older = merge(
    list.older.filter(({ actionId }) => !known.has(actionId)),
    milestonesInReach(list, known),
  );
  return [...live, ...older].filter((entry) =>
    entry.kind === 'action' ? matches(entry.action, filter) : isShown(entry.event, filter, onlyActions),
  );
}

export function matches({ tool, step, state }: ActionView, filter: ActionFilter): boolean {
  return (
    (filter.tool === undefined || filter.tool === tool) &&
    (filter.step === undefined || filter.step === step) &&
    (filter.outcome === undefined || filter.outcome === state)
  );
}

function isShown({ type, step }: TraceEvent, { tool, outcome, ...filter }: ActionFilter, onlyActions: boolean): boolean {
  if (tool !== undefined || outcome !== undefined) return false;
  if (isEnd(type)) return true;
  return !onlyActions && (filter.step === undefined || filter.step === step);
}

function isEnd(type: TraceEvent['type']): boolean {
  const [noun, verb] = type.split('.');
  return noun === 'run' && (verb === 'succeeded' || verb === 'failed' || verb === 'cancelled') && hasEnded(verb);
}

/** Newest first. Those older than the oldest action that is loaded come with the page that they stand among. */
function milestonesInReach(
  { milestones, older, hasMore }: ActionList,
  known: ReadonlySet<string | number>,
): readonly TraceEvent[] {
  const from = hasMore ? (older.at(-1)?.startedAt ?? '') : '';
  return milestones
    .filter(({ seq, at, type }) => EVENT_TRAITS[type].inTimeline && !known.has(seq) && at >= from)
    .toReversed();
}

/** Both newest first; instants are text in time order. */
function merge(actions: readonly ActionView[], events: readonly TraceEvent[]): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  let next = 0;
  for (const action of actions) {
    for (let event = events[next]; event !== undefined && event.at > action.startedAt; event = events[next]) {
      entries.push({ kind: 'event', event });
      next += 1;
    }
    entries.push({ kind: 'action', action });
  }
  return [...entries, ...events.slice(next).map((event): TimelineEntry => ({ kind: 'event', event }))];
}
