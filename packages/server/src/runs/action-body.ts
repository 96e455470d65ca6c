import { describeAction } from '@telltale/core';
import type { RunAction } from '@telltale/ledger';

/** An action as the API tells of it, at `now` (ms since the epoch): with itself as one line. */
export function toActionBody(action: RunAction, now: number) {
  return { ...action, sentence: describeAction(action, now) };
}
