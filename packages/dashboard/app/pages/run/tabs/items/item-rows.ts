import { type CurrentItem, type FailedItem, type ItemOutcome, percentOf, type StepView } from '@telltale/core';

/** An item that has ended, as the server lists it. */
export interface EndedItem {
  readonly key: string;
  readonly outcome: ItemOutcome;
  readonly attempts: number;
}

/** A line of the items: one in work, or one that has ended. */
export type ItemRow =
  | { readonly kind: 'current'; readonly item: CurrentItem }
  | { readonly kind: 'ended'; readonly item: EndedItem; readonly failure: FailedItem | null };

/**
 * The rows of a step's items: those in work first, then those that have ended. An item is listed once: one that is tried again
 * has ended before.
 */
export function itemRows(
  current: readonly CurrentItem[],
  ended: readonly EndedItem[],
  failures: ReadonlyMap<string, FailedItem>,
): readonly ItemRow[] {
  const inWork = new Set(current.map(({ key }) => key));
  return [
    ...current.map((item): ItemRow => ({ kind: 'current', item })),
    ...ended
      .filter(({ key }) => !inWork.has(key))
      .map(
        (item): ItemRow => ({
          kind: 'ended',
          item,
          failure: item.outcome === 'failed' ? (failures.get(item.key) ?? null) : null,
        }),
      ),
  ];
}

/** Whether a step works, or has worked, through a list. */
export function hasItems({ itemised, lists, counts, failedItems }: StepView): boolean {
  return itemised || lists > 0 || failedItems.entries.length > 0 || (counts.total ?? 0) > 0;
}

/** The step whose items somebody wants to see first: the one under work, or else the last one that has some. */
export function stepToShow(steps: readonly StepView[], currentStep: string | null, wanted?: string): StepView | null {
  const known = steps.find(({ name }) => name === wanted);
  if (known !== undefined) return known;
  const itemised = steps.filter((step) => step.itemised || step.lists > 0);
  return itemised.find(({ name }) => name === currentStep) ?? itemised.findLast(hasCounts) ?? itemised.at(-1) ?? null;
}

function hasCounts({ counts }: StepView): boolean {
  return percentOf(counts) !== null && (counts.total ?? 0) > 0;
}

export const OUTCOME_COUNT: Readonly<Record<ItemOutcome, (step: StepView) => number>> = {
  succeeded: ({ counts }) => counts.done,
  failed: ({ counts }) => counts.failed,
  skipped: ({ counts }) => counts.skipped,
};
