import { type ActionState, type ActionView, actionTarget, type TimelineEntry, type TraceEvent } from '@telltale/core';

/** A line of the timeline as it is drawn. `depth`: inside how many others it ran. */
export type TimelineRow =
  | { readonly kind: 'action'; readonly key: string; readonly action: ActionView; readonly depth: number }
  | { readonly kind: 'group'; readonly key: string; readonly tries: Tries; readonly depth: number }
  | { readonly kind: 'event'; readonly key: string; readonly event: TraceEvent };

/** The same thing several times in a row, newest first. */
export type Tries = readonly [ActionView, ActionView, ...ActionView[]];

/**
 * The rows for entries, both newest first: actions inside of another stand below it, and the same thing tried again and again
 * is one row, which opens to its tries.
 */
export function timelineRows(
  entries: readonly TimelineEntry[],
  openGroups: ReadonlySet<string>,
): readonly TimelineRow[] {
  const actions = entries.flatMap((entry) => (entry.kind === 'action' ? [entry.action] : []));
  const present = new Set(actions.map(({ actionId }) => actionId));
  const inside = Map.groupBy(
    actions.filter(({ parentId }) => parentId !== null && present.has(parentId)),
    ({ parentId }) => parentId ?? '',
  );
  const rows: TimelineRow[] = [];

  function addActions(siblings: readonly ActionView[], depth: number): void {
    for (const run of runsOf(siblings)) {
      const [first, second, ...rest] = run;
      if (first === undefined) continue;
      if (second === undefined) {
        addAction(first, depth);
        continue;
      }
      const key = groupKey(run);
      rows.push({ kind: 'group', key, tries: [first, second, ...rest], depth });
      if (openGroups.has(key)) for (const action of run) addAction(action, depth + 1);
    }
  }

  function addAction(action: ActionView, depth: number): void {
    rows.push({ kind: 'action', key: action.actionId, action, depth });
    // A circle of parents would have no first one, so that none of it is reached.
    addActions(inside.get(action.actionId) ?? [], depth + 1);
  }

  let siblings: ActionView[] = [];
  for (const entry of entries) {
    if (entry.kind === 'action') {
      if (entry.action.parentId === null || !present.has(entry.action.parentId)) siblings.push(entry.action);
      continue;
    }
    addActions(siblings, 0);
    siblings = [];
    rows.push({ kind: 'event', key: `event-${entry.event.seq}`, event: entry.event });
  }
  addActions(siblings, 0);
  return rows;
}

/** The row in which an action stands, or the group that hides it. */
export function findAction(rows: readonly TimelineRow[], actionId: string): number {
  const own = rows.findIndex((row) => row.kind === 'action' && row.action.actionId === actionId);
  if (own !== -1) return own;
  return rows.findIndex((row) => row.kind === 'group' && row.tries.some((action) => action.actionId === actionId));
}

/** How many of the tries ended how, in the order in which that first happened. */
export function countOutcomes(tries: readonly ActionView[]): ReadonlyMap<ActionState, number> {
  const counts = new Map<ActionState, number>();
  for (const { state } of tries.toReversed()) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

/** By its oldest try, so that it is the same group when there is another one. */
function groupKey(tries: readonly ActionView[]): string {
  return `tries-${tries.at(-1)?.actionId}`;
}

function runsOf(siblings: readonly ActionView[]): readonly ActionView[][] {
  const runs: ActionView[][] = [];
  for (const action of siblings) {
    const run = runs.at(-1);
    const later = run?.at(-1);
    if (run !== undefined && later !== undefined && isSameAgain(action, later)) run.push(action);
    else runs.push([action]);
  }
  return runs;
}

/** A try after one that did not succeed, or exactly the same once more. */
function isSameAgain(earlier: ActionView, later: ActionView): boolean {
  if (earlier.tool !== later.tool || earlier.step !== later.step || earlier.item !== later.item) return false;
  if (actionTarget(earlier.input) !== actionTarget(later.input)) return false;
  return earlier.state !== 'success' || JSON.stringify(earlier.input) === JSON.stringify(later.input);
}
