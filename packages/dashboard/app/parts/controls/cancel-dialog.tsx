import { Text } from '@mantine/core';
import { useState } from 'react';
import { text } from '../../text/text.ts';
import { ControlDialog } from './control-dialog.tsx';
import type { ControlledRun } from './controlled-run.ts';
import { useAsk } from './use-ask.ts';

interface CancelDialogProps {
  readonly run: Pick<ControlledRun, 'runId' | 'countInWork'>;
  readonly onClose: () => void;
}

/** Asks before a run is cancelled, and says what is lost. */
export function CancelDialog({ run: { runId, countInWork }, onClose }: CancelDialogProps) {
  const { mutate, isPending, error } = useAsk('cancel', runId, onClose);
  const [inWork] = useState(countInWork);
  const words = text.run.controls.cancelDialog;
  return (
    <ControlDialog
      title={words.title}
      detail={words.detail}
      confirm={words.confirm}
      color="red"
      errorTitle={text.run.controls.failed.cancel}
      error={error}
      isPending={isPending}
      onConfirm={mutate}
      onClose={onClose}
    >
      {inWork > 0 && <Text size="sm">{words.inWork(inWork)}</Text>}
      <Text size="sm">{words.kept}</Text>
    </ControlDialog>
  );
}
