import type { EventData, EventType } from '@telltale/core';
import type { RecordedEvent } from '@telltale/ledger';

/** What is done with events, by type. Those of other types are passed over; `data` is only parsed where it is asked for. */
export type EventHandlers<About> = {
  readonly [T in EventType]?: (about: About, data: () => EventData<T>) => void;
};

export function handleEvent<About>(handlers: EventHandlers<About>, about: About, event: RecordedEvent): void {
  const handle = handlers[event.type] as ((about: About, data: () => unknown) => void) | undefined;
  handle?.(about, () => JSON.parse(event.data));
}
