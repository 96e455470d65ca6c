import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RunSummaryBody } from '@telltale/api';
import { describeRemaining, describeVerdict, formatCounts, hasEnded, type Verdict } from '@telltale/core';
import { memo } from 'react';
import { useRowTime } from '../../live/use-runs.ts';
import { remainingOfRow, verdictOfRow } from '../../live/verdict-of-row.ts';
import { Moment } from '../../parts/moment.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { VerdictPill } from '../../parts/verdict-pill.tsx';
import { text } from '../../text/text.ts';
import classes from './run-list.module.css';

interface RunRowProps {
  readonly run: RunSummaryBody;
  /** Whether Tab leads to it: to one row of the list. */
  readonly isTabStop: boolean;
  readonly onFocus: (runId: string) => void;
}

/** One run: what it is about, how it is doing at this moment, and what is left of it. */
export const RunRow = memo(function RunRow({ run, isTabStop, onFocus }: RunRowProps) {
  const now = useRowTime();
  const verdict = verdictOfRow(run, now);
  return (
    <div className={classes.cells} data-verdict={verdict.name} data-ended={hasEnded(run.state)}>
      <div className={classes.verdict}>
        <VerdictPill verdict={verdict.name} />
      </div>
      <div className={classes.about}>
        <RunTitle run={run} isTabStop={isTabStop} onFocus={onFocus} />
        <RunSentence run={run} verdict={verdict} now={now} />
      </div>
      <div className={classes.progress}>
        <RunProgress run={run} verdict={verdict} />
      </div>
      <div className={classes.left}>
        <TimeLeft run={run} now={now} />
      </div>
      <div className={classes.activity}>
        <span className={classes.cardLabel}>{text.runs.column.activity}: </span>
        <Moment at={run.advancedAt} />
      </div>
    </div>
  );
});

const RunTitle = memo(function RunTitle({ run, isTabStop, onFocus }: RunRowProps) {
  const { runId, pipeline, subject, title, number, retryOf } = run;
  const notes = [
    pipeline,
    ...(number > 1 ? [text.runs.again(number)] : []),
    ...(retryOf === null ? [] : [text.runs.retry]),
  ];
  return (
    <div className={classes.titleLine}>
      <Link
        to="/runs/$runId"
        params={{ runId }}
        className={classes.title}
        title={title ?? subject}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={() => onFocus(runId)}
        data-run={runId}
      >
        <bdi>{title ?? subject}</bdi>
      </Link>
      <div className={classes.notes}>
        {notes.join(' · ')}
        {title !== null && title !== subject && (
          <>
            {' · '}
            <bdi title={subject}>{subject}</bdi>
          </>
        )}
      </div>
    </div>
  );
});

interface RunNow {
  readonly run: RunSummaryBody;
  readonly now: number;
}

function RunSentence({ run, verdict, now }: RunNow & { readonly verdict: Verdict }) {
  const sentence = describeVerdict(verdict, { facts: run, estimate: null, now });
  return (
    <>
      <div className={`figures ${classes.sentence}`} title={sentence}>
        {sentence}
      </div>
      {run.failure !== null && run.state === 'failed' && (
        <div className={classes.failure} title={run.failure}>
          {run.failure}
        </div>
      )}
    </>
  );
}

function RunProgress({ run, verdict }: { readonly run: RunSummaryBody; readonly verdict: Verdict }) {
  const { state, step, startedAt, endedAt, title, subject } = run;
  if (state === 'succeeded') {
    const tookMs = startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
    return tookMs === null ? null : <span className={`figures ${classes.place}`}>{text.runs.took(tookMs)}</span>;
  }
  const { percent } = run.run;
  const isCounted = step !== null && (step.counts.total !== null || run.percent !== null || step.counts.done > 0);
  return (
    <>
      <div className={classes.bar}>
        <ProgressBar
          percent={percent}
          label={text.runs.progressOf(title ?? subject)}
          size="sm"
          isWaiting={verdict.name === 'working' && verdict.reason === 'action'}
          isStill={verdict.name !== 'working'}
        />
        <span className={`figures ${classes.percent}`}>{text.common.percent(percent)}</span>
      </div>
      <div className={classes.place}>
        {step === null ? text.runs.notBegun : text.runs.step(step.number, step.of, step.name)}
      </div>
      {isCounted && <div className={`figures ${classes.place}`}>{formatCounts(step.counts, step.unit)}</div>}
    </>
  );
}

function TimeLeft({ run, now }: RunNow) {
  if (hasEnded(run.state)) return <VisuallyHidden>{text.common.none}</VisuallyHidden>;
  const left = remainingOfRow(run, now);
  if (left.known) return <span className="figures">{describeRemaining(left)}</span>;
  return (
    <span className={classes.unknown}>
      <span className={classes.cardLabel}>{text.runs.column.left}: </span>
      {left.why === 'overdue' ? text.runs.leftOverdue : text.runs.leftUnknown}
    </span>
  );
}
