import {
  type Attributes,
  type Context,
  type Logger,
  ROOT_CONTEXT,
  SeverityNumber,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** Where a span is. */
export interface Place {
  readonly traceId: string;
  readonly spanId: string;
}

/** A span that is over. Times are in ms since the Unix epoch. */
export interface FinishedSpan {
  readonly place: Place;
  /** `null` for one that has none. */
  readonly parent: Place | null;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  /** Whether it calls something outside of this process. Default: false. */
  readonly isCall?: boolean;
  /** What went wrong, as a sentence. */
  readonly failure?: string | undefined;
  readonly events?: readonly SpanEvent[];
}

export interface SpanEvent {
  readonly name: string;
  readonly atMs: number;
  readonly attributes: Attributes;
}

/** Gives the ids that were put here, as the ids of our spans follow from what they are about. */
export class GivenIds implements IdGenerator {
  next: Place = { traceId: '', spanId: '' };

  generateTraceId(): string {
    return this.next.traceId;
  }

  generateSpanId(): string {
    return this.next.spanId;
  }
}

/** Writes spans once they are over, and log records. `null` for what is not sent anywhere. */
export class SpanWriter {
  readonly #tracer: Tracer | null;
  readonly #logger: Logger | null;
  readonly #ids: GivenIds;

  constructor({ tracer, logger, ids }: { tracer: Tracer | null; logger: Logger | null; ids: GivenIds }) {
    this.#tracer = tracer;
    this.#logger = logger;
    this.#ids = ids;
  }

  span({ place, parent, name, startMs, endMs, attributes, isCall = false, failure, events = [] }: FinishedSpan): void {
    if (this.#tracer === null) return;
    this.#ids.next = place;
    const kind = isCall ? SpanKind.CLIENT : SpanKind.INTERNAL;
    // As a Date: a number that lies before the start of this process would count as one of its clock.
    const options = { kind, attributes, startTime: new Date(startMs) };
    const span = this.#tracer.startSpan(name, options, parent === null ? ROOT_CONTEXT : contextOf(parent));
    for (const event of events) span.addEvent(event.name, event.attributes, new Date(event.atMs));
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    span.end(new Date(Math.max(startMs, endMs)));
  }

  /** A line about a span, which may not be over yet. */
  log(place: Place, { name, atMs, attributes }: SpanEvent, body: string): void {
    this.#logger?.emit({
      context: contextOf(place),
      eventName: name,
      timestamp: new Date(atMs),
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      body,
      attributes,
    });
  }
}

function contextOf({ traceId, spanId }: Place): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED });
}
