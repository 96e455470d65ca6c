import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { allowsControl } from '@telltale/core';
import { useRef } from 'react';
import { asApiError, client } from '../../../../live/client.ts';
import { useIsOperator } from '../../../../live/session.ts';
import { useRunView } from '../../../../live/use-run.ts';
import { Failure } from '../../../../parts/failure.tsx';
import { text } from '../../../../text/text.ts';

const words = text.runTabs.items;

interface RetryFailedItemsProps {
  readonly runId: string;
  readonly step: string;
  /** How many have failed. */
  readonly failed: number;
}

/** Has the failed items of a step done again, in a new run, and goes there. Says why where that cannot be. */
export function RetryFailedItems({ runId, step, failed }: RetryFailedItemsProps) {
  const state = useRunView((view) => view.state);
  const isOperator = useIsOperator();
  const navigate = useNavigate();
  const intent = useRef(crypto.randomUUID());
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => client.retryFailedItems({ runId, step }, { idempotencyKey: intent.current }),
    onSuccess: ({ runId: newRunId, message }) => {
      intent.current = crypto.randomUUID();
      notifications.show({ message: message ?? words.retried(newRunId) });
      void navigate({ to: '/runs/$runId', params: { runId: newRunId } });
    },
  });
  const canRetry = state !== null && allowsControl(state, 'rerun');
  const note = canRetry ? (isOperator ? words.retryExplained : text.common.notAllowed) : words.retryNotYet;
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          size="xs"
          leftSection={<IconRefresh size={14} aria-hidden />}
          disabled={!canRetry || !isOperator}
          loading={isPending}
          onClick={() => mutate()}
        >
          {words.retryCount(failed)}
        </Button>
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      </Group>
      {error !== null && <Failure error={asApiError(error)} title={words.retryFailed} />}
    </Stack>
  );
}
