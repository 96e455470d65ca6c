import type { RunChange } from './messages.ts';

/** What every flush notifies, once for each run that it wrote. */
export const CHANNEL = 'telltale';

/** `u`: a run id has at most 300 characters as Postgres counts them. A seq is an `integer`. */
const PAYLOAD = /^(.{1,300}) (0|[1-9]\d{0,9})$/su;
const LARGEST_SEQ = 2 ** 31 - 1;

/**
 * Reads `<run id> <last seq>`; `null` for anything else, since everybody who may connect can notify.
 *
 * It is a wake-up and never the data: a forged one costs reads and nothing else. A last seq of 0 says that the run was
 * removed.
 */
export function parseNotification(payload: string): RunChange | null {
  const [, runId, seq] = PAYLOAD.exec(payload) ?? [];
  if (runId === undefined || seq === undefined) return null;
  const lastSeq = Number(seq);
  return lastSeq > LARGEST_SEQ ? null : { runId, lastSeq };
}
