import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { text } from '../../../text/text.ts';

/** Asks before the page is left while something is being uploaded. */
export function LeaveGuard({ isNeeded }: { readonly isNeeded: boolean }) {
  const { status, proceed, reset } = useBlocker({
    // To choose another pipeline is not to leave.
    shouldBlockFn: ({ current, next }) => isNeeded && current.pathname !== next.pathname,
    enableBeforeUnload: isNeeded,
    withResolver: true,
  });
  const { leaveTitle, leave, leaveYes, leaveNo } = text.submit.uploads;
  return (
    <Modal opened={status === 'blocked'} onClose={() => reset?.()} title={leaveTitle}>
      <Text size="sm">{leave}</Text>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={() => reset?.()} data-autofocus>
          {leaveNo}
        </Button>
        <Button color="red" onClick={() => proceed?.()}>
          {leaveYes}
        </Button>
      </Group>
    </Modal>
  );
}
