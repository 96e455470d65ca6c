import { ActionIcon, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPlayerSkipBack } from '@tabler/icons-react';
import { formatCounts, oneLine, type StepView, type VerdictName } from '@telltale/core';
import { memo } from 'react';
import { useIsOperator } from '../../../live/session.ts';
import { ProgressBar } from '../../../parts/progress-bar.tsx';
import { text } from '../../../text/text.ts';
import { hasNoItems, isCounted } from '../card/card-phase.ts';
import { STEP_LOOK } from './step-look.ts';
import classes from './step-rail.module.css';
import { StepLeft, StepRetry, StepTime } from './step-times.tsx';

interface StepRowProps {
  readonly step: StepView;
  readonly of: number;
  /** On the run. */
  readonly verdict: VerdictName;
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
  readonly canRerun: boolean;
  readonly onChoose: (step: string | undefined) => void;
  readonly onRerun: (step: string) => void;
}

/** One step: its state in a word, how long, how far, what is left, and what went wrong. */
export const StepRow = memo(function StepRow(props: StepRowProps) {
  const { step, of, verdict, isCurrent, isChosen, canRerun, onChoose, onRerun } = props;
  const words = text.run.rail;
  const { icon: Icon, colour } = STEP_LOOK[step.state];
  const isOpen = step.state === 'running' || step.state === 'retrying' || step.state === 'stopped';
  // What the run let go of in the middle looks as the run does.
  const isOfRun = step.state === 'running' || step.state === 'stopped';
  const notes = notesOf(step);
  return (
    <li
      className={classes.step}
      data-verdict={isOfRun ? verdict : colour}
      data-state={step.state}
      data-chosen={isChosen}
      {...(isCurrent ? { 'aria-current': 'step' as const } : {})}
    >
      <Icon className={classes.icon} size={20} aria-hidden />
      <div className={classes.body}>
        <div className={classes.line}>
          <UnstyledButton
            className={classes.name}
            aria-pressed={isChosen}
            aria-label={words.show(`${step.number} ${step.name}`)}
            onClick={() => onChoose(isChosen ? undefined : step.name)}
          >
            <Text span size="sm" c="dimmed" className="figures">
              {step.number}
            </Text>{' '}
            <bdi title={words.of(step.number, of)}>{step.name}</bdi>
          </UnstyledButton>
          <StepTime step={step} />
        </div>
        <div className={classes.line}>
          <Text span size="sm" className={classes.state}>
            {text.stepWord[step.state]}
          </Text>
          {isCounted(step) && (
            <Text span size="sm" className="figures">
              {formatCounts(step.counts, step.unit)}
              {isOpen && step.percent !== null && !hasNoItems(step) && `, ${text.common.percent(step.percent)}`}
            </Text>
          )}
        </div>
        {isOpen && (
          <ProgressBar
            size="sm"
            percent={hasNoItems(step) ? 0 : step.percent}
            label={words.progress(step.name)}
            isStill={step.state !== 'running' || verdict === 'stuck' || verdict === 'orphaned'}
          />
        )}
        {(isOpen || step.state === 'pending') && <StepLeft step={step} />}
        {step.retry !== null && <StepRetry retry={step.retry} />}
        {notes.length > 0 && (
          <Text size="xs" c="dimmed">
            {notes.join(' · ')}
          </Text>
        )}
        {step.error !== null && (
          <Text size="xs" className={classes.error} lineClamp={3} title={step.error.message}>
            {oneLine(step.error.message, 300)}
          </Text>
        )}
      </div>
      {canRerun && <RerunButton step={step.name} onRerun={onRerun} />}
    </li>
  );
});

function notesOf(step: StepView): readonly string[] {
  const words = text.run.rail;
  return [
    ...(step.retries > 0 ? [words.retries(step.retries)] : []),
    ...(step.itemRetries > 0 ? [words.itemRetries(step.itemRetries)] : []),
    ...(step.state === 'kept' ? [words.kept] : []),
    ...(step.reason === null ? [] : [words.stopReason(oneLine(step.reason))]),
  ];
}

function RerunButton({ step, onRerun }: { readonly step: string; readonly onRerun: (step: string) => void }) {
  const isOperator = useIsOperator();
  const label = text.run.rail.rerun(step);
  return (
    <Tooltip label={isOperator ? label : text.common.notAllowed} events={{ hover: true, focus: true, touch: false }}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        {...(isOperator ? {} : { 'data-disabled': true, 'aria-disabled': true })}
        onClick={() => isOperator && onRerun(step)}
      >
        <IconPlayerSkipBack size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
