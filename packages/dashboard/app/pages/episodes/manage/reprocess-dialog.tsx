import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asApiError, client } from '../../../live/client.ts';
import { newIdempotencyKey } from '../../../live/idempotency-key.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Failure } from '../../../parts/failure.tsx';
import { text } from '../../../text/text.ts';
import type { EpisodeRun } from '../queries.ts';

interface ReprocessDialogProps {
  /** The newest one, which has ended. */
  readonly run: EpisodeRun;
  readonly onClose: () => void;
}

/** In place of a step: where the run ended. No step is called so. */
const WHERE_IT_ENDED = '';

/** Makes another run of the episode, from a step that somebody chooses. */
export function ReprocessDialog({ run, onClose }: ReprocessDialogProps) {
  const canGoOn = run.state === 'failed' || run.state === 'cancelled';
  const [from, setFrom] = useState(canGoOn ? WHERE_IT_ENDED : (run.steps[0] ?? WHERE_IT_ENDED));
  const [idempotencyKey] = useState(newIdempotencyKey);
  const queries = useQueryClient();
  const words = text.episodes.manage;
  const start = useMutation({
    mutationFn: () =>
      from === WHERE_IT_ENDED
        ? client.retryRun({ runId: run.runId }, { idempotencyKey })
        : // What the step is named is part of what is wanted: another one is another request.
          client.rerunRun({ runId: run.runId, fromStep: from }, { idempotencyKey: `${idempotencyKey}-${from}` }),
    onSuccess: ({ created, message, runId }) => {
      notifications.show({ title: created ? words.started : words.notStarted, message: message ?? runId });
      void queries.invalidateQueries({ queryKey: ['episode', run.subject] });
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={words.reprocessTitle}>
      <Stack gap="sm">
        <Text size="sm">{words.reprocessDetail(text.episodes.runs.run(run.pipeline, run.number))}</Text>
        <NativeSelect
          label={words.from}
          description={words.fromHint}
          value={from}
          data-autofocus
          data={[
            ...(canGoOn ? [{ value: WHERE_IT_ENDED, label: words.goOn }] : []),
            ...run.steps
              .slice(0, run.step?.number ?? 1)
              .map((step, index) => ({ value: step, label: words.fromStep(index + 1, step) })),
          ]}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        {start.error !== null && <Failure title={words.failed} error={asApiError(start.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button loading={start.isPending} onClick={() => start.mutate()}>
            {words.start}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
