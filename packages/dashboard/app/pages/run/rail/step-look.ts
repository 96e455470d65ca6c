import {
  IconCircle,
  IconCircleCheck,
  IconCircleX,
  IconHistory,
  IconPlayerStop,
  IconPlayerTrackNext,
  IconRotateClockwise,
  IconSettingsBolt,
  type TablerIcon,
} from '@tabler/icons-react';
import type { StepState, VerdictName } from '@telltale/core';

interface StepLook {
  readonly icon: TablerIcon;
  /** The verdict whose colours it has. */
  readonly colour: VerdictName;
}

/** How a step of each state looks; its word stands beside it. */
export const STEP_LOOK: Readonly<Record<StepState, StepLook>> = {
  pending: { icon: IconCircle, colour: 'queued' },
  running: { icon: IconSettingsBolt, colour: 'working' },
  retrying: { icon: IconRotateClockwise, colour: 'quiet' },
  stopped: { icon: IconPlayerStop, colour: 'paused' },
  succeeded: { icon: IconCircleCheck, colour: 'succeeded' },
  failed: { icon: IconCircleX, colour: 'failed' },
  skipped: { icon: IconPlayerTrackNext, colour: 'cancelled' },
  kept: { icon: IconHistory, colour: 'cancelled' },
};
