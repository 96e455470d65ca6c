import { Alert, Code, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { formatAge, formatNumber } from '@telltale/core';
import { asApiError } from '../../live/client.ts';
import { Failure } from '../../parts/failure.tsx';
import { text } from '../../text/text.ts';
import { usePipelines, useQueues } from './use-workers.ts';
import classes from './workers.module.css';

/** What waits for workers, and where it waits in vain. */
export function Queues() {
  const { data, error, refetch } = useQueues();
  const concurrency = new Map(
    usePipelines().data?.pipelines.map(({ name, workerConcurrency }) => [name, workerConcurrency]),
  );
  const queues = data?.queues ?? [];
  const inVain = queues.filter(({ queued, workers }) => queued > 0 && workers === 0);

  return (
    <section aria-labelledby="queues">
      <Stack gap="sm">
        <Title order={2} size="h4" id="queues">
          {text.workers.queuesTitle}
        </Title>
        {error !== null && data === undefined && <Failure error={asApiError(error)} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton height={120} role="img" aria-label={text.common.loading} />}
        {inVain.length > 0 && (
          <Alert color="red" title={text.workers.nobodyTitle} icon={<IconAlertTriangle aria-hidden />} role="alert">
            {inVain.map(({ queue, queued }) => (
              <Text size="sm" key={queue}>
                {text.workers.nobody(queued, queue)}
              </Text>
            ))}
            <Text size="sm">
              {text.workers.nobodyHint} <Code>{text.workers.command}</Code>
            </Text>
          </Alert>
        )}
        {data !== undefined && queues.length === 0 && <Text c="dimmed">{text.workers.noQueues}</Text>}
        {queues.length > 0 && (
          <Table.ScrollContainer minWidth={0} type="native">
            <Table aria-label={text.workers.queuesTitle} className="figures" horizontalSpacing="xs" fz="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{text.workers.queue}</Table.Th>
                  <Table.Th ta="right">{text.workers.queued}</Table.Th>
                  <Table.Th ta="right">{text.workers.oldest}</Table.Th>
                  <Table.Th ta="right">{text.workers.listening}</Table.Th>
                  <Table.Th ta="right" visibleFrom="sm">
                    {text.workers.concurrency}
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {queues.map(({ queue, queued, oldestMs, workers }) => (
                  <Table.Tr key={queue}>
                    <Table.Th scope="row" fw={600}>
                      <Link to="/" search={{ pipeline: queue, verdict: 'queued' }} className={classes.queue}>
                        {queue}
                      </Link>
                    </Table.Th>
                    <Table.Td ta="right">{formatNumber(queued)}</Table.Td>
                    <Table.Td ta="right">{oldestMs === null ? '–' : formatAge(oldestMs)}</Table.Td>
                    <Table.Td ta="right">{workers === 0 ? text.workers.nobodyListens : workers}</Table.Td>
                    <Table.Td ta="right" visibleFrom="sm">
                      {concurrency.get(queue) ?? '–'}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </section>
  );
}
