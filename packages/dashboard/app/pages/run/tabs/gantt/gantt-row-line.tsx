import { memo } from 'react';
import { OUTCOME_LOOK } from '../parts/outcome.tsx';
import classes from './gantt.module.css';
import type { GanttRow } from './gantt-rows.ts';
import { barText } from './gantt-text.ts';
import type { DrawnBar } from './time-window.ts';

interface GanttRowLineProps {
  readonly row: GanttRow;
  readonly bars: readonly DrawnBar[];
  readonly now: number;
  /** The bar of the row that Tab leads to. */
  readonly tabKey: string | null;
  readonly onPoint: (bar: DrawnBar) => void;
  readonly onOpen: (bar: DrawnBar) => void;
}

/** Narrower bars have no name in them, in px. */
const NAMED_FROM = 40;

/** A row of the chart: the attempts of a step, or actions that do not overlap. */
export const GanttRowLine = memo(function GanttRowLine(props: GanttRowLineProps) {
  const { row, bars, now, tabKey, onPoint, onOpen } = props;
  return (
    <>
      <span className={classes.label} title={row.kind === 'step' ? (row.step ?? '') : ''}>
        {row.kind === 'step' && <bdi>{row.step}</bdi>}
      </span>
      <div className={classes.track}>
        {bars.map((drawn) => {
          const { bar, count, left, width } = drawn;
          return (
            <button
              key={bar.key}
              type="button"
              className={classes.bar}
              data-bar={bar.key}
              data-verdict={OUTCOME_LOOK[bar.outcome].as}
              data-kind={row.kind}
              data-narrow={width < NAMED_FROM}
              data-running={bar.to === null}
              tabIndex={bar.key === tabKey ? 0 : -1}
              aria-label={barText(drawn, now)}
              style={{ left, width }}
              onMouseEnter={() => onPoint(drawn)}
              onFocus={() => onPoint(drawn)}
              onClick={() => onOpen(drawn)}
            >
              {width >= NAMED_FROM && count === 1 && bar.name}
            </button>
          );
        })}
      </div>
    </>
  );
});
