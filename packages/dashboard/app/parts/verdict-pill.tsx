import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleOff,
  IconCircleX,
  IconClock,
  IconHourglassLow,
  IconPlayerPause,
  IconPlugConnectedX,
  IconRefreshAlert,
  IconSettingsBolt,
  type TablerIcon,
} from '@tabler/icons-react';
import type { VerdictName } from '@telltale/core';
import { text } from '../text/text.ts';
import classes from './verdict-pill.module.css';

export const VERDICT_ICON: Readonly<Record<VerdictName, TablerIcon>> = {
  queued: IconClock,
  working: IconSettingsBolt,
  quiet: IconHourglassLow,
  looping: IconRefreshAlert,
  stuck: IconAlertTriangle,
  orphaned: IconPlugConnectedX,
  pausing: IconCircleDashed,
  paused: IconPlayerPause,
  succeeded: IconCircleCheck,
  failed: IconCircleX,
  cancelled: IconCircleOff,
};

interface VerdictPillProps {
  readonly verdict: VerdictName;
  /** Default: `sm`. */
  readonly size?: 'sm' | 'md';
}

/** A verdict as an icon and a word, never as a colour alone. */
export function VerdictPill({ verdict, size = 'sm' }: VerdictPillProps) {
  const Icon = VERDICT_ICON[verdict];
  return (
    <span className={classes.pill} data-verdict={verdict} data-size={size} title={text.verdictMeaning[verdict]}>
      <Icon size={size === 'sm' ? 14 : 18} aria-hidden />
      {text.verdictWord[verdict]}
    </span>
  );
}
