import {
  IconBan,
  IconCircleCheck,
  IconCircleOff,
  IconCircleX,
  IconClockExclamation,
  IconLoader2,
  IconPlayerSkipForward,
  IconPlugConnectedX,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ActionState, ItemOutcome, StepOutcome, VerdictName } from '@telltale/core';
import { text } from '../../../../text/text.ts';
import classes from './outcome.module.css';

export type AnyOutcome = ActionState | ItemOutcome | StepOutcome;

interface Look {
  readonly icon: TablerIcon;
  /** The verdict whose colours it has. */
  readonly as: VerdictName;
}

export const OUTCOME_LOOK: Readonly<Record<AnyOutcome, Look>> = {
  running: { icon: IconLoader2, as: 'working' },
  success: { icon: IconCircleCheck, as: 'succeeded' },
  timeout: { icon: IconClockExclamation, as: 'stuck' },
  error: { icon: IconCircleX, as: 'failed' },
  blocked: { icon: IconBan, as: 'looping' },
  cancelled: { icon: IconCircleOff, as: 'cancelled' },
  interrupted: { icon: IconPlugConnectedX, as: 'orphaned' },
  succeeded: { icon: IconCircleCheck, as: 'succeeded' },
  failed: { icon: IconCircleX, as: 'failed' },
  skipped: { icon: IconPlayerSkipForward, as: 'queued' },
  stopped: { icon: IconCircleOff, as: 'paused' },
};

/** How something ended, as an icon and a word. */
export function Outcome({ outcome }: { readonly outcome: AnyOutcome }) {
  const { icon: Icon, as } = OUTCOME_LOOK[outcome];
  return (
    <span className={classes.outcome} data-verdict={as}>
      <Icon size={14} aria-hidden className={outcome === 'running' ? classes.turning : undefined} />
      {text.runTabs.outcomeWord[outcome]}
    </span>
  );
}
