import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { asApiError } from '../../live/client.ts';
import { text } from '../../text/text.ts';
import { Failure } from '../failure.tsx';
import { useFocusBack } from './use-focus-back.ts';

interface ControlDialogProps {
  readonly title: string;
  readonly detail?: string;
  readonly confirm: string;
  readonly color?: string;
  /** What to say when the server refuses. */
  readonly errorTitle: string;
  readonly error: Error | null;
  readonly isPending: boolean;
  /** `reason` is left out if nothing was written. */
  readonly onConfirm: (why: { readonly reason?: string }) => void;
  readonly onClose: () => void;
  /** Default: `true`. */
  readonly asksReason?: boolean;
  readonly children?: ReactNode;
}

/** Asks before something is done to a run, and why. */
export function ControlDialog({
  title,
  detail,
  confirm,
  color,
  errorTitle,
  error,
  isPending,
  onConfirm,
  onClose,
  asksReason = true,
  children,
}: ControlDialogProps) {
  useFocusBack();
  const [reason, setReason] = useState('');
  function submit(event: FormEvent): void {
    event.preventDefault();
    onConfirm(reason.trim() === '' ? {} : { reason: reason.trim() });
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': text.common.close }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {detail !== undefined && <Text size="sm">{detail}</Text>}
          {children}
          {asksReason && (
            <TextInput
              label={text.run.controls.reason}
              description={text.run.controls.reasonHint}
              value={reason}
              maxLength={2_000}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          {error !== null && <Failure error={asApiError(error)} title={errorTitle} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {text.run.controls.goBack}
            </Button>
            <Button type="submit" loading={isPending} {...(color === undefined ? {} : { color })}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
