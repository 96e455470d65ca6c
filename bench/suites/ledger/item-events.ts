import { STEP } from './make-run.ts';

/** What each item's body gives back, in every case that keeps results. */
export const RESULT = { ok: true };

/** The end of an item, as an event: what the engine records for one. */
export function itemSucceeded(key: string) {
  return { type: 'item.succeeded', step: STEP, item: key, data: { durationMs: 12 } } as const;
}

/** The same row for those who write it themselves. */
export const ITEM_TYPE = 'item.succeeded';
export const ITEM_DATA = JSON.stringify({ durationMs: 12 });
export const RESULT_JSON = JSON.stringify(RESULT);
