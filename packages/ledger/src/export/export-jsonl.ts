import type { TraceEvent } from '@telltale/core';
import { HistoryPrunedError } from '../errors.ts';
import type { Reader } from '../read/reader.ts';
import { sortedJson } from './sorted-json.ts';

export interface ExportOptions {
  /** The seq of the last event that is already there, to go on with an earlier export. Default: 0, from the start. */
  readonly after?: number;
}

/**
 * A run's trace as JSON Lines: one event a line, each line with its `\n`, in the format of `docs/ledger.md`. It ends with
 * the event that was the last when the export began.
 *
 * The events are read in pages, one at a time and only when the consumer has taken the one before, so any length of trace
 * fits in memory; `Readable.from(exportJsonl(…))` makes a stream of it.
 *
 * Throws `RunNotFoundError`, `SeqAheadError`, and `HistoryPrunedError` when retention has removed what was to be exported:
 * a file that ends without an error is whole.
 */
export async function* exportJsonl(
  reader: Pick<Reader, 'readEvents'>,
  runId: string,
  { after = 0 }: ExportOptions = {},
): AsyncGenerator<string, void, undefined> {
  let last = Number.POSITIVE_INFINITY;
  for (let seq = after; !(seq >= last); ) {
    const { events, firstSeq, lastSeq, reset } = await reader.readEvents(runId, { after: seq });
    if (reset) throw new HistoryPrunedError(runId, seq, firstSeq);
    last = Math.min(last, lastSeq);
    for (const event of events) {
      if (event.seq > last) return;
      yield toLine(event);
      seq = event.seq;
    }
  }
}

/** `JSON.stringify` keeps the order in which the envelope's keys stand here. */
function toLine({ runId, seq, at, type, step, item, actionId, data }: TraceEvent): string {
  const envelope = JSON.stringify({ runId, seq, at, type, step, item, actionId });
  return `${envelope.slice(0, -1)},"data":${sortedJson(data)}}\n`;
}
