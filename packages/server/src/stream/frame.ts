import type { RunStreamMessages, RunsStreamMessages } from '@telltale/api';
import type { TraceEvent } from '@telltale/core';

type Messages = RunStreamMessages & RunsStreamMessages;

/** How soon a client comes back whose connection broke, in ms: for all clients there are, browsers' own included. */
export const RETRY = Buffer.from('retry: 1000\n\n');

/** One message as it is sent. JSON has no line breaks, so the data is one line. */
export function frame<N extends keyof Messages>(name: N, data: Messages[N]): Buffer {
  return Buffer.from(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

const traceFrames = new WeakMap<TraceEvent, Buffer>();

/** An event as it is sent; made once for all clients, since those of one run are told the same objects. */
export function traceFrame(event: TraceEvent): Buffer {
  const made = traceFrames.get(event);
  if (made !== undefined) return made;
  const bytes = Buffer.from(`event: trace\nid: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);
  traceFrames.set(event, bytes);
  return bytes;
}
