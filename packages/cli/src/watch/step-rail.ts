import { describeStep, formatQuantity, type RunView, type StepView } from '@telltale/core';
import { cellsOf, cutToCells, padToCells } from '../format/cells.ts';
import { STEP_MARKS } from '../format/colours.ts';
import { type Line, span } from '../format/line.ts';
import { plain } from '../format/plain.ts';
import type { Block } from './layout.ts';

const LONGEST_NAME = 24;

/** Every step with its state, how long it took and how far it is. With too little room, those around the current one. */
export function stepRail(rank: number, view: RunView, nowMs: number): Block {
  return {
    rank,
    least: 3,
    most: view.steps.length,
    lines: (rows) => {
      const shown = around(
        view.steps,
        view.steps.findIndex(({ name }) => name === view.currentStep),
        rows,
      );
      const names = shown.map(({ name }) => cutToCells(plain(name), LONGEST_NAME));
      const width = Math.max(...names.map(cellsOf));
      const digits = String(view.steps.length).length;
      return shown.map((step, index) => stepLine(step, padToCells(names[index] ?? '', width), digits, nowMs));
    },
  };
}

/** One step as a line. */
export function stepLine(step: StepView, name: string, digits: number, nowMs: number): Line {
  const { mark, colour } = STEP_MARKS[step.state];
  const isWaiting = step.state === 'pending';
  return [
    span(`${mark} ${String(step.number).padStart(digits)} `, colour),
    span(`${name}  `, isWaiting ? 'dim' : undefined),
    span(`${describeStep(step, nowMs)}${retriesOf(step)}`, isWaiting ? 'dim' : undefined),
  ];
}

function retriesOf({ retries, itemRetries }: StepView): string {
  const parts = [
    ...(retries > 0 ? [formatQuantity(retries, 'retries')] : []),
    ...(itemRetries > 0 ? [formatQuantity(itemRetries, 'item retries')] : []),
  ];
  return parts.map((part) => `, ${part}`).join('');
}

/** So many of them, with the one at `index` in the middle where that is possible. */
function around<T>(all: readonly T[], index: number, count: number): readonly T[] {
  const first = Math.max(0, Math.min(index - Math.floor((count - 1) / 2), all.length - count));
  return all.slice(first, first + count);
}
