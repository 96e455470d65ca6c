import { z } from './checked.ts';

const draftSchema = z.object({
  input: z.unknown(),
  /** The input as it is being written, where it is written as JSON; `null` where the form is used. */
  json: z.string().nullable(),
  /** `null`: the server's default. */
  priority: z.int().nonnegative().nullable(),
  reason: z.string(),
});

/** What was typed for a pipeline and not submitted yet. */
export type Draft = Readonly<z.infer<typeof draftSchema>>;

export const NO_DRAFT: Draft = { input: {}, json: null, priority: null, reason: '' };

const keyOf = (pipeline: string) => `telltale.draft.${pipeline}`;

/** The draft of this tab of the browser, which a reload leaves as it is; `null` if there is none. */
export function readDraft(pipeline: string, storage: Pick<Storage, 'getItem'>): Draft | null {
  try {
    return draftSchema.parse(JSON.parse(storage.getItem(keyOf(pipeline)) ?? ''));
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
