import { IconChevronRight } from '@tabler/icons-react';
import { describeEvent, formatNumber, type TraceEvent } from '@telltale/core';
import { memo } from 'react';
import { CopyIcon } from '../../../../parts/copy-icon.tsx';
import { formatInstant, formatTimeOfDay } from '../../../../parts/format-instant.ts';
import { JsonView } from '../../../../parts/json-view.tsx';
import { text } from '../../../../text/text.ts';
import classes from './events.module.css';

const words = text.runTabs.events;

interface EventLineProps {
  readonly seq: number;
  /** `undefined` while it is being loaded. */
  readonly event: TraceEvent | undefined;
  readonly isOpen: boolean;
  readonly onToggle: (seq: number) => void;
}

/** One event: its number, when, what, and all of it as JSON when it is opened. */
export const EventLine = memo(function EventLine({ seq, event, isOpen, onToggle }: EventLineProps) {
  if (event === undefined) {
    return (
      <div className={classes.line} aria-busy="true">
        <span className={`${classes.seq} figures`}>{formatNumber(seq)}</span>
        <span className={classes.blank} />
      </div>
    );
  }
  const { type, at } = event;
  return (
    <>
      <button type="button" className={classes.line} aria-expanded={isOpen} onClick={() => onToggle(seq)}>
        <span className={`${classes.seq} figures`}>{formatNumber(seq)}</span>
        <time className={`${classes.time} figures`} dateTime={at} title={formatInstant(at)}>
          {formatTimeOfDay(at)}
        </time>
        <span className={classes.type}>{type}</span>
        <bdi className={classes.sentence}>{describeEvent(event)}</bdi>
        <IconChevronRight size={14} aria-hidden className={classes.chevron} />
      </button>
      {isOpen && <Raw event={event} />}
    </>
  );
});

function Raw({ event }: { readonly event: TraceEvent }) {
  return (
    <div className={classes.raw}>
      <JsonView value={event} label={words.showJson(event.type, event.seq)} />
      <CopyIcon value={JSON.stringify(event, null, 2)} label={words.copyJson} className={classes.copy} />
    </div>
  );
}
