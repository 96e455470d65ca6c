import { Group, Stack } from '@mantine/core';
import {
  IconMessageQuestion,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconRotateClockwise,
  IconX,
} from '@tabler/icons-react';
import { type Control, hasEnded, refuseControl } from '@telltale/core';
import { useState } from 'react';
import { asApiError } from '../live/client.ts';
import { useIsOperator } from '../live/session.ts';
import { text } from '../text/text.ts';
import { ControlButton } from './controls/control-button.tsx';
import type { ControlledRun } from './controls/controlled-run.ts';
import { CancelDialog, PriorityDialog, ReasonDialog, RerunDialog, RetryDialog } from './controls/dialogs.tsx';
import { useAsk } from './controls/use-ask.ts';
import { Failure } from './failure.tsx';
import { later } from './later.tsx';

interface RunControlsProps {
  readonly run: ControlledRun;
  /** Leads to where the question of the run is answered. */
  readonly onAnswer: () => void;
}

export type DialogName = Control | 'priority';

/** Menus are large: the buttons are there before. Asked for as early as all else. */
const loadingMore = import('./controls/more-controls.tsx');
const MoreControls = later(async () => (await loadingMore).MoreControls);

/** What can be done to a run as it is; what cannot be done now says why. */
export function RunControls({ run, onAnswer }: RunControlsProps) {
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const isOperator = useIsOperator();
  const pause = useAsk('pause', run.runId);
  const resume = useAsk('resume', run.runId);
  const words = text.run.controls;
  const close = () => setDialog(null);

  function refusal(control: Control): string | null {
    if (!isOperator) return text.common.notAllowed;
    const why = refuseControl(run.runId, run.state, control);
    return why === null ? null : words.notNow(why);
  }

  // What failed matters as long as it could be tried again.
  const failed = run.state === 'paused' ? resume : pause;
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs" role="group" aria-label={words.label}>
        {hasEnded(run.state) ? (
          <>
            <ControlButton
              label={words.retry}
              icon={IconRotateClockwise}
              refusal={refusal('retry')}
              variant={run.state === 'failed' ? 'filled' : 'default'}
              onClick={() => setDialog('retry')}
            />
            <ControlButton
              label={words.rerun}
              icon={IconPlayerSkipBack}
              refusal={refusal('rerun')}
              onClick={() => setDialog('rerun')}
            />
          </>
        ) : (
          <>
            {run.asksSomething ? (
              <ControlButton
                label={words.answer}
                icon={IconMessageQuestion}
                refusal={refusal('resume')}
                variant="filled"
                onClick={onAnswer}
              />
            ) : run.state === 'paused' ? (
              <ControlButton
                label={words.resume}
                icon={IconPlayerPlay}
                refusal={refusal('resume')}
                variant="filled"
                loading={resume.isPending}
                onClick={() => resume.mutate({})}
              />
            ) : (
              <ControlButton
                label={words.pause}
                icon={IconPlayerPause}
                refusal={refusal('pause')}
                loading={pause.isPending}
                onClick={() => pause.mutate({})}
              />
            )}
            <ControlButton
              label={words.cancel}
              icon={IconX}
              refusal={refusal('cancel')}
              onClick={() => setDialog('cancel')}
            />
            {isOperator && <MoreControls run={run} onChoose={setDialog} />}
          </>
        )}
      </Group>
      {failed.error !== null && (
        <Failure error={asApiError(failed.error)} title={failed === pause ? words.failed.pause : words.failed.resume} />
      )}
      {dialog === 'pause' && <ReasonDialog control="pause" runId={run.runId} onClose={close} />}
      {dialog === 'resume' && <ReasonDialog control="resume" runId={run.runId} onClose={close} />}
      {dialog === 'cancel' && <CancelDialog run={run} onClose={close} />}
      {dialog === 'retry' && <RetryDialog run={run} onClose={close} />}
      {dialog === 'rerun' && <RerunDialog run={run} onClose={close} />}
      {dialog === 'priority' && <PriorityDialog run={run} onClose={close} />}
    </Stack>
  );
}
