import { type ItemRef, LIMITS, toBoundedJsonText } from '@telltale/core';

/** Where a step stands: all of it, each time. Only the newest one is written. */
export interface Progress {
  /** The step that it speaks of. */
  readonly step: string;
  /** `null` while nobody knows it. */
  readonly total: number | null;
  /** Whether `total` is a guess. */
  readonly estimated?: boolean;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  /** What is counted, in the plural: `segments`, `bytes`. */
  readonly unit?: string;
  /** What is being worked on; the first 5 are kept. */
  readonly current: readonly ItemRef[];
  /** What comes after that, in order; the first 5 are kept. */
  readonly upNext: readonly ItemRef[];
}

/** What says, when it is asked, where a step stands at that moment. */
export type ProgressTeller = () => Progress;

const MAX_BYTES = 4_096;

/** The JSON of `p_progress` in `telltale.record`, which is also the data of a `step.progressed` event. */
export function progressJson({ total, estimated, done, failed, skipped, unit, current, upNext }: Progress): string {
  return toBoundedJsonText(
    {
      total,
      ...(estimated === undefined ? {} : { estimated }),
      done,
      failed,
      skipped,
      ...(unit === undefined ? {} : { unit }),
      current: current.slice(0, LIMITS.listedItems).map(reference),
      upNext: upNext.slice(0, LIMITS.listedItems).map(reference),
    },
    { maxBytes: MAX_BYTES },
  );
}

function reference({ key, label }: ItemRef): ItemRef {
  return label === undefined
    ? { key: key.slice(0, LIMITS.labelCharacters) }
    : { key: key.slice(0, LIMITS.labelCharacters), label: label.slice(0, LIMITS.labelCharacters) };
}
