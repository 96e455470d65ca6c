import type { TraceEvent } from '../events/event.ts';
import type { ActionView } from './action-view.ts';
import { shift } from './clock.ts';
import { countUsage } from './reduce-agent.ts';
import type { Reducers } from './reducer.ts';
import { putAction } from './timeline.ts';

export const actionReducers: Reducers<'action'> = {
  'action.started': (view, event) => {
    const action = startAction(event);
    return {
      ...view,
      openActions: [...view.openActions.filter((open) => open.actionId !== action.actionId), action],
      timeline: putAction(view.timeline, action),
    };
  },

  'action.finished': (view, event) => {
    const id = idOf(event);
    const action = finishAction(
      view.openActions.find((open) => open.actionId === id),
      event,
    );
    const next = {
      ...view,
      openActions: view.openActions.filter((open) => open.actionId !== id),
      timeline: putAction(view.timeline, action),
    };
    return countUsage(next, event, event.data);
  },
};

function startAction(event: TraceEvent<'action.started'>): ActionView {
  const { at, step, item, data } = event;
  return {
    actionId: idOf(event),
    tool: data.tool,
    input: data.input ?? null,
    step,
    item,
    parentId: data.parentId ?? null,
    startedAt: at,
    timeoutMs: data.timeoutMs ?? null,
    state: 'running',
    finishedAt: null,
    durationMs: null,
    output: null,
    error: null,
    tokens: null,
    costUsd: null,
  };
}

function finishAction(open: ActionView | undefined, event: TraceEvent<'action.finished'>): ActionView {
  const { at, step, item, data } = event;
  return {
    actionId: idOf(event),
    tool: data.tool,
    input: open?.input ?? null,
    step: open?.step ?? step,
    item: open?.item ?? item,
    parentId: open?.parentId ?? null,
    startedAt: open?.startedAt ?? shift(at, -data.durationMs),
    timeoutMs: open?.timeoutMs ?? null,
    state: data.outcome,
    finishedAt: at,
    durationMs: data.durationMs,
    output: data.output ?? null,
    error: data.error ?? null,
    tokens: data.tokens ?? null,
    costUsd: data.costUsd ?? null,
  };
}

/** An action without an id is nobody else's: its start and its end are two. */
function idOf(event: TraceEvent<'action.started' | 'action.finished'>): string {
  return event.actionId ?? `#${event.seq}`;
}
