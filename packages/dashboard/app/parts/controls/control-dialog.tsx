import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type MouseEvent, type ReactNode, useState } from 'react';
import { asApiError } from '../../live/client.ts';
import { text } from '../../text/text.ts';
import { Dialog } from '../dialog.tsx';
import { Failure } from '../failure.tsx';

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
  const [reason, setReason] = useState('');
  function submit(event: FormEvent): void {
    event.preventDefault();
    onConfirm(reason.trim() === '' ? {} : { reason: reason.trim() });
  }
  return (
    <Dialog onClose={onClose} title={title}>
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
            <Button type="submit" loading={isPending} onClick={onlyOnce} {...(color === undefined ? {} : { color })}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** The second click of a double click sends nothing. */
function onlyOnce(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}
