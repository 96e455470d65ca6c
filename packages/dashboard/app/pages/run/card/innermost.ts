import type { ActionView } from '@telltale/core';

/** The actions that wait for no other one, oldest first: one that only waits for those inside it says nothing of its own. */
export function innermost(actions: readonly ActionView[]): readonly ActionView[] {
  const parents = new Set(actions.map(({ parentId }) => parentId));
  return actions.filter(({ actionId }) => !parents.has(actionId));
}
