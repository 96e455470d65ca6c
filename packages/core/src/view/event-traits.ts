import type { TraceEvent } from '../events/event.ts';
import type { EventType } from '../events/event-types.ts';

interface EventTraits {
  /**
   * Whether it is progress: it moves `advancedAt`, on which `quiet` and `stuck` are judged. Progress is that something
   * of the work began or ended. Words about the work (requests, findings, log lines) are not progress: a step that only
   * logs that it still waits is silent.
   */
  readonly advances: boolean;
  /** Whether it has a line of its own in the timeline. An action has one line for both its events. */
  readonly inTimeline: boolean;
}

const MILESTONE: EventTraits = { advances: true, inTimeline: true };
const MOVE: EventTraits = { advances: true, inTimeline: false };
const REMARK: EventTraits = { advances: false, inTimeline: true };
const NOTE: EventTraits = { advances: false, inTimeline: false };

/** The one table of what each event type counts for. */
export const EVENT_TRAITS: Readonly<Record<EventType, EventTraits>> = {
  'run.submitted': MILESTONE,
  'run.started': MILESTONE,
  'run.titled': NOTE,
  'run.pausing': REMARK,
  'run.paused': MILESTONE,
  'run.resumed': MILESTONE,
  'run.cancelling': REMARK,
  'run.cancelled': MILESTONE,
  'run.recovered': MILESTONE,
  'run.stuck': REMARK,
  'run.succeeded': MILESTONE,
  'run.failed': MILESTONE,
  'run.retried': REMARK,
  'step.started': MILESTONE,
  'step.sized': MOVE,
  'step.planned': MOVE,
  'step.progressed': MOVE,
  'step.retrying': MILESTONE,
  'step.succeeded': MILESTONE,
  'step.failed': MILESTONE,
  'step.skipped': MILESTONE,
  'step.stopped': MILESTONE,
  'item.started': MOVE,
  'item.retrying': MOVE,
  'item.succeeded': MOVE,
  'item.failed': MOVE,
  'item.skipped': MOVE,
  'action.started': MOVE,
  'action.finished': MOVE,
  'agent.started': MILESTONE,
  'agent.spoke': MILESTONE,
  'agent.looped': REMARK,
  'agent.unlooped': REMARK,
  'agent.limited': REMARK,
  'agent.asked': MILESTONE,
  'agent.finished': MILESTONE,
  'log.written': NOTE,
  'artifact.stored': MOVE,
};

/** Whether the event is progress. */
export function advances(event: { readonly type: TraceEvent['type'] }): boolean {
  return EVENT_TRAITS[event.type].advances;
}
