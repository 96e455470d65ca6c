import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { text } from '../../text/text.ts';
import { ControlDialog } from './control-dialog.tsx';
import type { ControlledRun } from './controlled-run.ts';
import { useStartAgain } from './use-start-again.ts';

interface RetryDialogProps {
  readonly run: Pick<ControlledRun, 'runId' | 'retryStep'>;
  /** Default: false. */
  readonly isFresh?: boolean;
  readonly onClose: () => void;
}

/** Asks before a run goes on, as a new one, where it ended. */
export function RetryDialog({ run: { runId, retryStep }, isFresh = false, onClose }: RetryDialogProps) {
  const [fresh, setFresh] = useState(isFresh);
  const { mutate, isPending, error } = useStartAgain(runId, onClose);
  const words = text.run.controls.retryDialog;
  return (
    <ControlDialog
      title={words.title}
      detail={retryStep === null ? words.detailUnknown : words.detail(retryStep.name)}
      confirm={words.confirm}
      errorTitle={text.run.controls.failed.retry}
      error={error}
      isPending={isPending}
      onConfirm={(why) => mutate({ how: 'retry', fresh, ...why })}
      onClose={onClose}
    >
      {retryStep?.isItemised !== false && (
        <Checkbox
          label={words.fresh}
          description={words.freshHint}
          checked={fresh}
          onChange={(event) => setFresh(event.currentTarget.checked)}
        />
      )}
    </ControlDialog>
  );
}
