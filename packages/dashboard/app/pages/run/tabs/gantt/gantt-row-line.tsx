import { OUTCOME_LOOK } from '../parts/outcome.tsx';
import classes from './gantt.module.css';
import type { GanttRow } from './gantt-rows.ts';
import type { DrawnBar } from './time-window.ts';

interface GanttRowLineProps {
  readonly row: GanttRow;
  readonly bars: readonly DrawnBar[];
  /** The bar that is chosen, if it is of this row. */
  readonly chosenKey: string | null;
  readonly onPoint: (bar: DrawnBar) => void;
  readonly onOpen: (bar: DrawnBar) => void;
}

/** Narrower bars have no name in them, in px. */
const NAMED_FROM = 40;

/** A row of the chart, as it is seen: the attempts of a step, or actions that do not overlap. */
export function GanttRowLine({ row, bars, chosenKey, onPoint, onOpen }: GanttRowLineProps) {
  const name = row.kind === 'step' ? row.step : null;
  return (
    <>
      <span className={classes.label} title={name ?? undefined}>
        <bdi>{name}</bdi>
      </span>
      <div className={classes.track}>
        {bars.map((drawn) => {
          const { bar, count, left, width, outcome } = drawn;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the chart around it has the keys.
            // biome-ignore lint/a11y/noStaticElementInteractions: the same.
            <div
              key={bar.key}
              className={classes.bar}
              data-verdict={OUTCOME_LOOK[outcome].as}
              data-kind={row.kind}
              data-narrow={width < NAMED_FROM}
              data-running={drawn.to === null}
              data-chosen={bar.key === chosenKey}
              style={{ left, width }}
              onMouseEnter={() => onPoint(drawn)}
              onClick={() => onOpen(drawn)}
            >
              {width >= NAMED_FROM && count === 1 && bar.name}
            </div>
          );
        })}
      </div>
    </>
  );
}
