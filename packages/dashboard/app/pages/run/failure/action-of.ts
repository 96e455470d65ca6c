import { ACTION_STATES, type ActionRef, type ActionView, type RunView } from '@telltale/core';

/** The action that a failure mentions: as the timeline has it, or as far as the failure tells. */
export function actionOf(view: Pick<RunView, 'timeline' | 'openActions'>, ref: ActionRef): ActionView {
  const entry = view.timeline.entries.find(
    (known) => known.kind === 'action' && known.action.actionId === ref.actionId,
  );
  if (entry?.kind === 'action') return entry.action;
  return {
    actionId: ref.actionId,
    tool: ref.tool,
    input: null,
    step: null,
    item: null,
    parentId: null,
    startedAt: '1970-01-01T00:00:00.000Z',
    timeoutMs: null,
    state: ACTION_STATES.find((state) => state === ref.outcome && state !== 'running') ?? 'interrupted',
    finishedAt: null,
    durationMs: ref.durationMs ?? null,
    output: null,
    error: null,
    tokens: null,
    costUsd: null,
  };
}
