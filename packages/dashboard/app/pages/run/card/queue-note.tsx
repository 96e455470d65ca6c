import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queuesQuery } from '../../../live/server-queries.ts';
import { useRunAt, useRunView } from '../../../live/use-run.ts';
import { text } from '../../../text/text.ts';

const EVERY_MS = 5_000;

/** Why the run still waits: how many wait with it, and whether somebody takes runs from its queue at all. */
export function QueueNote() {
  const words = text.run.card.queue;
  const isQueued = useRunView(({ state }) => state === 'queued') ?? false;
  const queue = useRunAt(({ summary }) => summary?.queue ?? summary?.pipeline ?? null);
  const { data } = useQuery({ ...queuesQuery, refetchInterval: EVERY_MS, enabled: isQueued });
  if (!isQueued || queue === null) return null;
  if (data === undefined) return <Text size="sm">{words.loading}</Text>;
  const { queued = 1, workers = 0 } = data.queues.find((known) => known.queue === queue) ?? {};
  return workers === 0 ? (
    <Alert color="orange" variant="light" title={words.noWorker(queue)}>
      {words.startOne}
    </Alert>
  ) : (
    <Text size="sm">
      {words.waiting(Math.max(1, queued), queue)} {words.workers(workers)}
    </Text>
  );
}
