import { isRecord } from './form/json-schema.ts';

/** What was typed for a pipeline and not submitted yet. */
export interface Draft {
  readonly input: unknown;
  /** The input as it is being written, where it is written as JSON; `null` where the form is used. */
  readonly json: string | null;
  /** `null`: the server's default. */
  readonly priority: number | null;
  readonly reason: string;
}

export const NO_DRAFT: Draft = { input: {}, json: null, priority: null, reason: '' };

const keyOf = (pipeline: string) => `telltale.draft.${pipeline}`;

/** The draft of this tab of the browser, which a reload leaves as it is; `null` if there is none. */
export function readDraft(pipeline: string, storage: Pick<Storage, 'getItem'>): Draft | null {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(pipeline)) ?? '');
    return isDraft(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** `null`: there is nothing to keep. */
export function keepDraft(
  pipeline: string,
  draft: Draft | null,
  storage: Pick<Storage, 'setItem' | 'removeItem'>,
): void {
  try {
    if (draft === null) storage.removeItem(keyOf(pipeline));
    else storage.setItem(keyOf(pipeline), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing, or nothing so large, is no reason not to submit.
  }
}

/** An earlier version of the page may have kept something else. */
function isDraft(kept: unknown): kept is Draft {
  if (!isRecord(kept)) return false;
  const { json, priority, reason } = kept;
  const isPriority = priority === null || (Number.isSafeInteger(priority) && Number(priority) >= 0);
  return (json === null || typeof json === 'string') && isPriority && typeof reason === 'string';
}
