import { EVENT_TRAITS } from '../view/event-traits.ts';
import type { EVENT_SCHEMAS } from './schemas.ts';

export type EventType = keyof typeof EVENT_SCHEMAS;

/** What is said of an agent. */
export type AgentEventType = Extract<EventType, `agent.${string}`>;

// Not of the schemas: who needs the names alone, as a browser does, need not load what checks data.
/** All event types, in the order of `EVENT_SCHEMAS`. */
export const EVENT_TYPES = Object.keys(EVENT_TRAITS) as readonly EventType[];

const known: ReadonlySet<string> = new Set(EVENT_TYPES);

export function isEventType(value: unknown): value is EventType {
  return typeof value === 'string' && known.has(value);
}
