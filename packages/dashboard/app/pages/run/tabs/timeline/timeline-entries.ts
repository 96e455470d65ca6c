import { type ActionView, EVENT_TRAITS, type EventType, type TimelineEntry, type TraceEvent } from '@telltale/core';
import type { ActionFilter, ActionList } from './actions-store.ts';

const RUN_ENDS: readonly EventType[] = ['run.succeeded', 'run.failed', 'run.cancelled'];

export interface Shown extends ActionFilter {
  /** Without the milestones, but for the end of the run. */
  readonly onlyActions: boolean;
  /** What came after so many entries is held back. */
  readonly upTo: number;
}

/** What the timeline shows, newest first. */
export function timelineEntries(list: ActionList, shown: Shown): readonly TimelineEntry[] {
  const [seen] = splitLive(list, shown.upTo);
  const known = new Set<string | number>();
  for (const entry of list.live) {
    if (entry !== null) known.add(entry.kind === 'action' ? entry.action.actionId : entry.event.seq);
  }
  const live = seen.filter((entry) => entry !== null).toReversed();
  const older = merge(
    list.older.filter(({ actionId }) => !known.has(actionId)),
    milestonesInReach(list, known),
  );
  return [...live, ...older].filter((entry) => isShown(entry, shown));
}

/** How many entries are held back. */
export function countHeldBack(list: ActionList, shown: Shown): number {
  return splitLive(list, shown.upTo)[1].filter((entry) => entry !== null && isShown(entry, shown)).length;
}

type Live = ActionList['live'];

function splitLive({ live, end }: ActionList, upTo: number): readonly [seen: Live, heldBack: Live] {
  const cut = live.length - Math.max(0, end - upTo);
  return cut >= live.length ? [live, []] : [live.slice(0, Math.max(0, cut)), live.slice(Math.max(0, cut))];
}

function isShown(entry: TimelineEntry, { onlyActions, upTo: _, ...filter }: Shown): boolean {
  return entry.kind === 'action' ? matches(entry.action, filter) : isMilestoneShown(entry.event, filter, onlyActions);
}

function matches({ tool, step, state }: ActionView, filter: ActionFilter): boolean {
  return (
    (filter.tool === undefined || filter.tool === tool) &&
    (filter.step === undefined || filter.step === step) &&
    (filter.outcome === undefined || filter.outcome === state)
  );
}

function isMilestoneShown(
  { type, step }: TraceEvent,
  { tool, outcome, ...filter }: ActionFilter,
  onlyActions: boolean,
): boolean {
  if (tool !== undefined || outcome !== undefined) return false;
  if (RUN_ENDS.includes(type)) return true;
  return !onlyActions && (filter.step === undefined || filter.step === step);
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
