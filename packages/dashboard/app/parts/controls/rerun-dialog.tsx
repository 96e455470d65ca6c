import { Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { text } from '../../text/text.ts';
import { ControlDialog } from './control-dialog.tsx';
import type { ControlledRun } from './controlled-run.ts';
import { useStartAgain } from './use-start-again.ts';

interface RerunDialogProps {
  readonly run: Pick<ControlledRun, 'runId' | 'steps'>;
  /** Default: the first. */
  readonly fromStep?: string | undefined;
  readonly onClose: () => void;
}

/** Asks at which step a new run begins, and says what that keeps. */
export function RerunDialog({ run: { runId, steps }, fromStep, onClose }: RerunDialogProps) {
  const [step, setStep] = useState(fromStep ?? steps[0]?.name ?? null);
  const { mutate, isPending, error } = useStartAgain(runId, onClose);
  const words = text.run.controls.rerunDialog;
  const place = Math.max(
    0,
    steps.findIndex(({ name }) => name === step),
  );
  const names = steps.map(({ name }) => name);
  return (
    <ControlDialog
      title={words.title}
      detail={words.detail}
      confirm={words.confirm}
      errorTitle={text.run.controls.failed.rerun}
      error={error}
      isPending={isPending}
      onConfirm={(why) => mutate({ how: 'rerun', fromStep: step, ...why })}
      onClose={onClose}
    >
      <Select
        label={words.step}
        value={step}
        onChange={setStep}
        allowDeselect={false}
        data={steps.map(({ name, wasReached }, index) => ({
          value: name,
          label: words.option(index + 1, name),
          disabled: !wasReached,
        }))}
      />
      <Stack gap={4} role="status">
        <Text size="sm">{place === 0 ? words.keepsNone : words.keeps(names.slice(0, place).join(', '))}</Text>
        <Text size="sm">{words.redone(names.slice(place).join(', '))}</Text>
      </Stack>
    </ControlDialog>
  );
}
