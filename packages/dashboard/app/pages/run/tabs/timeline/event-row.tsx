import { IconFlag, IconListCheck, IconMessage2, IconRobot, type TablerIcon } from '@tabler/icons-react';
import { describeEvent, type EventType, type TraceEvent, type VerdictName } from '@telltale/core';
import { memo } from 'react';
import { formatTimeOfDay } from '../../../../parts/format-instant.ts';
import classes from './timeline.module.css';

/** What stands out of the timeline, in the colours of these. */
const LOUD: Readonly<Partial<Record<EventType, VerdictName>>> = {
  'run.succeeded': 'succeeded',
  'run.failed': 'failed',
  'run.cancelled': 'cancelled',
  'run.stuck': 'stuck',
  'run.recovered': 'orphaned',
  'run.paused': 'paused',
  'step.failed': 'failed',
  'step.retrying': 'quiet',
  'agent.looped': 'looping',
  'agent.limited': 'stuck',
  'agent.asked': 'paused',
};

/** A milestone between the actions: a step that begins, an agent that speaks, the end of the run. */
export const EventRow = memo(function EventRow({ event }: { readonly event: TraceEvent }) {
  const { type, at } = event;
  const Icon = iconOf(type);
  return (
    <div className={classes.row} data-verdict={LOUD[type]}>
      <time className={`${classes.time} figures`} dateTime={at}>
        {formatTimeOfDay(at)}
      </time>
      <div className={classes.rail}>
        <span className={classes.mark} data-kind="event">
          <Icon size={13} aria-hidden />
        </span>
      </div>
      <div className={classes.body}>
        <div className={classes.event} data-verdict={LOUD[type]}>
          <bdi>{describeEvent(event)}</bdi>
        </div>
      </div>
    </div>
  );
});

function iconOf(type: EventType): TablerIcon {
  if (type === 'agent.spoke') return IconMessage2;
  if (type.startsWith('agent.')) return IconRobot;
  return type.startsWith('run.') ? IconFlag : IconListCheck;
}
