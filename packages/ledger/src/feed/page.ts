import type { TraceEvent } from '@telltale/core';
import type { RunMessage } from './messages.ts';

/** A run as the feed knows it. */
export interface RunKey {
  readonly runId: string;
  /** The key of its rows, a bigint as text. A run that is made anew under the same id has another one. */
  readonly run: string;
}

/** What the database had of one run after some position, in one snapshot. */
export interface Page {
  /** `null`: there is no such run any more. */
  readonly bounds: { readonly firstSeq: number; readonly lastSeq: number } | null;
  /** How many events were wanted at most. */
  readonly limit: number;
  /** In order of seq. */
  readonly events: readonly TraceEvent[];
  /** Size of their data as JSON text. */
  readonly bytes: number;
}

/** What `page` says to somebody who has everything up to `after`; `null` when there is nothing new. */
export function messageOf({ bounds, limit, events }: Page, after: number): RunMessage | null {
  if (bounds === null) return Object.freeze({ kind: 'gone' });
  const { firstSeq, lastSeq } = bounds;
  const [first] = events;
  if (firstSeq > after + 1 || lastSeq < after) return Object.freeze({ kind: 'reset', firstSeq, lastSeq });
  if (first === undefined) {
    if (lastSeq === after) return null;
    return Object.freeze({ kind: 'reset', firstSeq: Math.min(lastSeq, after + limit) + 1, lastSeq });
  }
  // Nothing of ours makes holes, but whatever follows one is not told as if there were none.
  if (first.seq !== after + 1) return Object.freeze({ kind: 'reset', firstSeq: first.seq, lastSeq });
  const unbroken = events.at(-1)?.seq === after + events.length;
  const told = unbroken ? events : Object.freeze(events.filter(({ seq }, index) => seq === after + 1 + index));
  return Object.freeze({ kind: 'events', events: told, lastSeq });
}
