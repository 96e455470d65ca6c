import type { WorkerHooks } from '@telltale/engine';
import { RunSpans } from './run-spans.ts';
import type { SpanWriter } from './span-writer.ts';

/** Makes spans of what a worker has committed. */
export function traceHooks(writer: SpanWriter): WorkerHooks {
  // A run can be here twice: one that was lost and still unwinds, and the new one. The newest has the events.
  const inHand = new Map<string, RunSpans[]>();

  return {
    recorded: ({ runId, pipeline, events }) => {
      const isTaken = events.some(({ type }) => type === 'run.started');
      const known = inHand.get(runId) ?? [];
      const newest = isTaken ? undefined : known.at(-1);
      const spans = newest ?? new RunSpans(writer, runId, pipeline);
      if (isTaken) inHand.set(runId, [...known, spans]);
      spans.follow(events);
    },
    runLeft: ({ runId, how }) => {
      const [oldest, ...others] = inHand.get(runId) ?? [];
      if (others.length === 0) inHand.delete(runId);
      else inHand.set(runId, others);
      oldest?.leave(how, Date.now());
    },
  };
}
