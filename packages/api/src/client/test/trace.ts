import type { TraceEvent } from '@telltale/core';
import { frame } from './scripted-server.ts';

export const RUN = 'episode-show-run-1';

/** One event of a run; with what makes a cut in the middle of a character likely. */
export function traceEvent(seq: number): TraceEvent {
  return {
    runId: RUN,
    seq,
    at: '2026-11-21T03:14:15.926Z',
    step: null,
    item: null,
    actionId: null,
    type: 'log.written',
    data: { level: 'info', message: `Zürich – ${seq} 🎧\r\n` },
  } as TraceEvent;
}

export function trace(seq: number): string {
  return frame('trace', traceEvent(seq), seq);
}

/** The events from `from` to `to`, both included, as they are sent. */
export function traces(from: number, to: number): string {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => trace(from + at)).join('');
}

export const ENDED = frame('end', { reason: 'run-ended' });
