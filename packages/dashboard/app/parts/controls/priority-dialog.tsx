import { NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../live/client.ts';
import { text } from '../../text/text.ts';
import { ControlDialog } from './control-dialog.tsx';
import type { ControlledRun } from './controlled-run.ts';

const USUAL_PRIORITY = 100;
const MOST = 2_147_483_647;

interface PriorityDialogProps {
  readonly run: Pick<ControlledRun, 'runId' | 'priority'>;
  readonly onClose: () => void;
}

/** Changes the place of a run in its queue. */
export function PriorityDialog({ run: { runId, priority: current }, onClose }: PriorityDialogProps) {
  const [priority, setPriority] = useState<number | string>(current ?? USUAL_PRIORITY);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => client.setPriority({ runId, priority: Number(priority) }),
    onSuccess: onClose,
  });
  const words = text.run.controls.priorityDialog;
  return (
    <ControlDialog
      title={words.title}
      confirm={words.confirm}
      errorTitle={text.run.controls.failed.priority}
      error={error}
      isPending={isPending}
      asksReason={false}
      onConfirm={() => mutate()}
      onClose={onClose}
    >
      <NumberInput
        label={words.field}
        description={words.hint}
        value={priority}
        onChange={setPriority}
        min={0}
        max={MOST}
        allowDecimal={false}
        allowNegative={false}
        required
        data-autofocus
      />
    </ControlDialog>
  );
}
