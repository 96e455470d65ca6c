import type { TraceEvent } from '../events/event.ts';
import type { EventType } from '../events/event-types.ts';
import type { RunView } from './run-view.ts';

/** What one event type does to a view. */
export type Reducer<T extends EventType = EventType> = (view: RunView, event: TraceEvent<T>) => RunView;

/** A reducer for each event type of the given nouns: one that is missing does not compile. */
export type Reducers<Noun extends string> = {
  readonly [T in EventType as T extends `${Noun}.${string}` ? T : never]: Reducer<T>;
};
