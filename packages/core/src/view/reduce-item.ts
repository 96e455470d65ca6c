import type { ItemRef } from '../events/shapes.ts';
import { append, VIEW_LIMITS } from './bounded.ts';
import { sum } from './clock.ts';
import { advanceCounts } from './counts.ts';
import { updateStep } from './find-step.ts';
import type { Reducers } from './reducer.ts';
import type { StepView } from './step-view.ts';

export const itemReducers: Reducers<'item'> = {
  'item.started': (view, { step: name, item, at, data }) =>
    updateStep(view, name, (step) => {
      if (item === null) return step;
      const ref: ItemRef = data.label === undefined ? { key: item } : { key: item, label: data.label };
      const others = without(step.current, item);
      return {
        ...step,
        current: others.length < VIEW_LIMITS.current ? [...others, { ...ref, since: at }] : others,
        upNext: without(step.upNext, item),
      };
    }),

  'item.retrying': (view, event) =>
    updateStep(view, event.step, (step) => ({ ...step, itemRetries: step.itemRetries + 1 })),

  'item.succeeded': (view, { step: name, item, at }) =>
    updateStep(view, name, (step) =>
      advanceCounts(leave(step, item), { ...step.counts, done: sum(step.counts.done, 1) }, at),
    ),

  'item.failed': (view, { step: name, item, at, data }) =>
    updateStep(view, name, (step) => {
      const counted = advanceCounts(leave(step, item), { ...step.counts, failed: sum(step.counts.failed, 1) }, at);
      if (item === null) return counted;
      const failed = { key: item, label: data.label ?? null, at, error: data.error };
      return { ...counted, failedItems: append(step.failedItems, failed, VIEW_LIMITS.failedItems) };
    }),

  'item.skipped': (view, { step: name, item, at }) =>
    updateStep(view, name, (step) =>
      advanceCounts(leave(step, item), { ...step.counts, skipped: sum(step.counts.skipped, 1) }, at),
    ),
};

/** The step after the item is neither in work nor next. */
function leave(step: StepView, item: string | null): StepView {
  const current = without(step.current, item);
  const upNext = without(step.upNext, item);
  return current === step.current && upNext === step.upNext ? step : { ...step, current, upNext };
}

function without<T extends ItemRef>(items: readonly T[], key: string | null): readonly T[] {
  return items.some((item) => item.key === key) ? items.filter((item) => item.key !== key) : items;
}
