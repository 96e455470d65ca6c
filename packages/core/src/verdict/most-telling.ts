import type { Instant } from '../events/shapes.ts';
import type { ActionFacts } from './run-facts.ts';

/** How long an action may take before somebody should wonder, in ms: its own limit, else what is usual for its tool. */
export function limitOf(action: ActionFacts): number | null {
  return action.timeoutMs ?? action.usualMs;
}

/** An open action with its place among others. */
export interface OpenAction extends ActionFacts {
  readonly actionId: string;
  readonly parentId: string | null;
}

/**
 * Of the actions that are open at the same time, the one that says most about the run. One that waits for an action inside
 * it says nothing of its own. Of the others it is the one that may take longest still: while any wait is within its limit,
 * the run waits as it should. Without any limit, the oldest.
 */
export function mostTelling<T extends OpenAction>(actions: readonly T[]): T | null {
  const parents = new Set(actions.map((action) => action.parentId));
  const innermost = actions.filter((action) => !parents.has(action.actionId));
  return innermost.reduce<T | null>((best, action) => (best === null || tellsMore(action, best) ? action : best), null);
}

function tellsMore(a: ActionFacts, b: ActionFacts): boolean {
  const [deadlineA, deadlineB] = [deadline(a), deadline(b)];
  return deadlineA === deadlineB ? a.startedAt < b.startedAt : deadlineA > deadlineB;
}

function deadline(action: ActionFacts): number {
  const limit = limitOf(action);
  return limit === null ? Number.NEGATIVE_INFINITY : msOf(action.startedAt) + limit;
}

function msOf(at: Instant): number {
  return Date.parse(at);
}
