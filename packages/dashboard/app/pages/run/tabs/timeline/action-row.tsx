import { IconChevronRight } from '@tabler/icons-react';
import type { ActionView } from '@telltale/core';
import { memo, useId } from 'react';
import { formatTimeOfDay } from '../../../../parts/format-instant.ts';
import { text } from '../../../../text/text.ts';
import type { Picture } from '../../parts/pictures.ts';
import { OUTCOME_LOOK, Outcome } from '../parts/outcome.tsx';
import { ActionDetails } from './action-details.tsx';
import { ActionLine, LimitBar } from './running-line.tsx';
import { Thumbnails } from './thumbnails.tsx';
import classes from './timeline.module.css';
import { ToolIcon } from './tool-icon.tsx';

interface ActionRowProps {
  readonly runId: string;
  readonly action: ActionView;
  /** Inside how many other actions it ran. */
  readonly depth: number;
  readonly pictures: readonly Picture[];
  readonly isOpen: boolean;
  readonly onToggle: (actionId: string) => void;
  readonly onOpenPicture: (artifactId: string) => void;
}

/** One action of the timeline: when, what, how it ended, and what was seen; more when it is opened. */
export const ActionRow = memo(function ActionRow(props: ActionRowProps) {
  const { runId, action, depth, pictures, isOpen, onToggle, onOpenPicture } = props;
  const { actionId, step, item, state, startedAt, tool } = action;
  const detailsId = useId();
  return (
    <div
      className={classes.row}
      data-verdict={OUTCOME_LOOK[state].as}
      style={{ '--depth': Math.min(depth, 6) } as React.CSSProperties}
    >
      <time className={`${classes.time} figures`} dateTime={startedAt}>
        {formatTimeOfDay(startedAt)}
      </time>
      <div className={classes.rail}>
        <span className={classes.mark}>
          <ToolIcon tool={tool} />
        </span>
      </div>
      <div className={classes.body}>
        <div className={classes.head}>
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailsId : undefined}
            onClick={() => onToggle(actionId)}
          >
            <IconChevronRight size={16} aria-hidden className={classes.chevron} />
            <bdi>
              <ActionLine action={action} />
            </bdi>
          </button>
          <Outcome outcome={state} />
        </div>
        {state === 'running' && <LimitBar action={action} />}
        <Place step={step} item={item} />
        <Thumbnails runId={runId} pictures={pictures} onOpen={onOpenPicture} />
        {isOpen && (
          <div id={detailsId}>
            <ActionDetails action={action} />
          </div>
        )}
      </div>
    </div>
  );
});

/** Which step and item an action belongs to. */
export function Place({ step, item }: Pick<ActionView, 'step' | 'item'>) {
  if (step === null && item === null) return null;
  return (
    <div className={classes.meta}>
      <bdi>{item === null ? step : text.runTabs.timeline.inItem(step, item)}</bdi>
    </div>
  );
}
