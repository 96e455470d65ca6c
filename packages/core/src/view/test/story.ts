import type { TraceEvent } from '../../events/event.ts';
import type { EventType } from '../../events/event-types.ts';
import type { EventData } from '../../events/schemas.ts';
import { reduceAll } from '../reduce.ts';
import { emptyRunView, type RunView } from '../run-view.ts';

interface Place {
  readonly step?: string;
  readonly item?: string;
  readonly actionId?: string;
}

/** Tells a run event by event, on a clock of its own that begins at 03:00:00. */
export class Story {
  readonly runId = 'episode-x-run-1';
  readonly events: TraceEvent[] = [];
  now = Date.parse('2026-11-21T03:00:00.000Z');

  after(ms: number): this {
    this.now += ms;
    return this;
  }

  tell<T extends EventType>(type: T, data: EventData<T>, { step, item, actionId }: Place = {}): this {
    const event = {
      runId: this.runId,
      seq: this.events.length + 1,
      at: new Date(this.now).toISOString(),
      step: step ?? null,
      item: item ?? null,
      actionId: actionId ?? null,
      type,
      data,
    };
    this.events.push(event as TraceEvent);
    return this;
  }

  submit(...steps: string[]): this {
    return this.tell('run.submitted', {
      pipeline: 'episode',
      version: '1',
      subject: 'x',
      number: 1,
      title: 'Folge 12',
      steps,
      by: 'anna',
      reason: 'new episode',
    });
  }

  start(workerId = 'w-1', attempt = 1): this {
    return this.tell('run.started', { workerId, attempt });
  }

  startStep(step: string, number: number, of: number, attempt = 1): this {
    return this.tell('step.started', { number, of, attempt }, { step });
  }

  /** Items that each take `ms`. */
  items(step: string, keys: readonly string[], ms = 1_000): this {
    for (const item of keys) this.after(ms).tell('item.succeeded', { durationMs: ms }, { step, item });
    return this;
  }

  get view(): RunView {
    return reduceAll(emptyRunView(this.runId), this.events);
  }

  get at(): string {
    return new Date(this.now).toISOString();
  }
}
