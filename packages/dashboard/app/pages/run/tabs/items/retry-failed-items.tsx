import { Button, Group, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { allowsControl } from '@telltale/core';
import { asApiError } from '../../../../live/client.ts';
import { useIsOperator } from '../../../../live/session.ts';
import { useRunView } from '../../../../live/use-run.ts';
import { useStartAgain } from '../../../../parts/controls/use-start-again.ts';
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
  const { mutate, isPending, error } = useStartAgain(runId);
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
          onClick={() => mutate({ how: 'retryItems', step })}
        >
          {words.retryCount(failed)}
        </Button>
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      </Group>
      {error !== null && <Failure error={asApiError(error)} title={text.run.controls.failed.retryItems} />}
    </Stack>
  );
}
