import type { TraceEvent } from '../events/event.ts';
import type { EventType } from '../events/event-types.ts';
import { EVENT_TRAITS } from './event-traits.ts';
import { actionReducers } from './reduce-action.ts';
import { agentReducers } from './reduce-agent.ts';
import { itemReducers } from './reduce-item.ts';
import { recordReducers } from './reduce-record.ts';
import { runReducers } from './reduce-run.ts';
import { stepReducers } from './reduce-step.ts';
import type { Reducer } from './reducer.ts';
import type { RunView } from './run-view.ts';
import { addEvent } from './timeline.ts';

const REDUCERS: { readonly [T in EventType]: Reducer<T> } = {
  ...runReducers,
  ...stepReducers,
  ...itemReducers,
  ...actionReducers,
  ...agentReducers,
  ...recordReducers,
};

/**
 * The view after one more event. Pure: the view given is not changed, and what the event did not touch is shared with it.
 * An event that the view holds already, or of another run, gives back the same view object. Never throws, whatever the
 * order of events.
 */
export function reduce(view: RunView, event: TraceEvent): RunView {
  if (event.seq <= view.lastSeq || event.runId !== view.runId) return view;
  // The table pairs each type with its reducer; TypeScript cannot follow that through an index.
  const apply = REDUCERS[event.type] as Reducer;
  const next = apply(view, event);
  const traits = EVENT_TRAITS[event.type];
  return {
    ...next,
    lastSeq: event.seq,
    lastAt: event.at,
    advancedAt: traits.advances ? latest(view.advancedAt, event.at) : view.advancedAt,
    timeline: traits.inTimeline ? addEvent(next.timeline, event) : next.timeline,
  };
}

export function reduceAll(view: RunView, events: Iterable<TraceEvent>): RunView {
  let next = view;
  for (const event of events) next = reduce(next, event);
  return next;
}

/** Instants are text in time order. Two writers' clocks may differ, and progress is never taken back. */
function latest(known: string | null, at: string): string {
  return known === null || at > known ? at : known;
}
