import { IconChevronRight } from '@tabler/icons-react';
import { actionName } from '@telltale/core';
import { memo } from 'react';
import { formatTimeOfDay } from '../../../../parts/format-instant.ts';
import { text } from '../../../../text/text.ts';
import { OUTCOME_LOOK, Outcome } from '../parts/outcome.tsx';
import { Place } from './action-row.tsx';
import { ActionLine, LimitBar } from './running-line.tsx';
import classes from './timeline.module.css';
import { countOutcomes, type Tries } from './timeline-rows.ts';
import { ToolIcon } from './tool-icon.tsx';

interface GroupRowProps {
  readonly groupKey: string;
  readonly tries: Tries;
  readonly depth: number;
  readonly isOpen: boolean;
  readonly onToggle: (groupKey: string) => void;
}

const words = text.runTabs.timeline;

/** The same action several times in a row: how often, and how the tries ended. The one that runs counts up. */
export const GroupRow = memo(function GroupRow({ groupKey, tries, depth, isOpen, onToggle }: GroupRowProps) {
  const [newest] = tries;
  return (
    <div
      className={classes.row}
      data-verdict={OUTCOME_LOOK[newest.state].as}
      style={{ '--depth': Math.min(depth, 6) } as React.CSSProperties}
    >
      <time className={`${classes.time} figures`} dateTime={newest.startedAt}>
        {formatTimeOfDay(newest.startedAt)}
      </time>
      <div className={classes.rail}>
        <span className={classes.mark}>
          <ToolIcon tool={newest.tool} />
        </span>
      </div>
      <div className={classes.body}>
        <div className={classes.head}>
          <button type="button" className={classes.toggle} aria-expanded={isOpen} onClick={() => onToggle(groupKey)}>
            <IconChevronRight size={16} aria-hidden className={classes.chevron} />
            <bdi>{sentenceOf(tries)}</bdi>
          </button>
          <Outcome outcome={newest.state} />
        </div>
        {newest.state === 'running' && (
          <>
            <div className={classes.meta}>
              <ActionLine action={newest} />
            </div>
            <LimitBar action={newest} />
          </>
        )}
        <Place step={newest.step} item={newest.item} />
      </div>
    </div>
  );
});

function sentenceOf(tries: Tries): string {
  const counts = countOutcomes(tries);
  const parts = [...counts].map(([state, many]) => words.tryPart(many, state)).join(', ');
  const isWell = [...counts.keys()].every((state) => state === 'success' || state === 'running');
  const sentence = isWell ? words.times : words.tries;
  return sentence(actionName(tries[0]), tries.length, parts);
}
