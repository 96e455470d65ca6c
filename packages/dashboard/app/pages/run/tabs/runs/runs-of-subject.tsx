import { Anchor, Badge, Button, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RunSummaryBody } from '@telltale/api';
import { formatDuration } from '@telltale/core';
import { asApiError, client } from '../../../../live/client.ts';
import { useCurrentRun, useRunView } from '../../../../live/use-run.ts';
import { Failure } from '../../../../parts/failure.tsx';
import { Moment } from '../../../../parts/moment.tsx';
import { VerdictPill } from '../../../../parts/verdict-pill.tsx';
import { text } from '../../../../text/text.ts';
import classes from './runs.module.css';

const words = text.runTabs.history;

/** Every run of this run's subject, newest first, and which goes on from which. */
export function RunsOfSubject({ subject }: { readonly subject: string }) {
  const { runId } = useCurrentRun();
  const state = useRunView((view) => `${view.state} ${view.retriedAs?.runId ?? ''}`);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['runs-of-subject', subject, state],
    queryFn: ({ pageParam, signal }) =>
      client.listRunsOfSubject(
        { subject, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (known) => known,
  });
  const runs = data?.pages.flatMap((page) => page.runs) ?? [];
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {words.subject(runs.length, hasNextPage)}
      </Title>
      {error !== null && <Failure error={asApiError(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={120} />}
      {runs.length > 0 && (
        <Table className={classes.runs} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.run}</Table.Th>
              <Table.Th>{words.verdict}</Table.Th>
              <Table.Th>{words.when}</Table.Th>
              <Table.Th>{words.took}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {runs.map((run) => (
              <RunOfSubject
                key={run.runId}
                run={run}
                next={runs.find(({ retryOf }) => retryOf === run.runId) ?? null}
                isCurrent={run.runId === runId}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
          style={{ alignSelf: 'center' }}
        >
          {words.earlier}
        </Button>
      )}
    </Stack>
  );
}

interface RunOfSubjectProps {
  readonly run: RunSummaryBody;
  /** The one that goes on where this one ended. */
  readonly next: RunSummaryBody | null;
  readonly isCurrent: boolean;
}

function RunOfSubject({ run, next, isCurrent }: RunOfSubjectProps) {
  const { runId, pipeline, number, verdict, createdAt, retryOf, failure } = run;
  return (
    <Table.Tr {...(isCurrent ? { 'aria-current': true } : {})}>
      <Table.Td>
        <Anchor renderRoot={(props) => <Link {...props} to="/runs/$runId" params={{ runId }} />} fw={600}>
          {words.number(pipeline, number)}
        </Anchor>{' '}
        {isCurrent && (
          <Badge variant="light" size="sm">
            {words.current}
          </Badge>
        )}
        <Text size="xs" c="dimmed" className={classes.note}>
          {retryOf !== null && `${words.continues(retryOf)}. `}
          {next !== null && `${words.continuedBy(next.runId)}. `}
          {failure}
        </Text>
      </Table.Td>
      <Table.Td>
        <VerdictPill verdict={verdict.name} />
      </Table.Td>
      <Table.Td>
        <Moment at={createdAt} />
      </Table.Td>
      <Table.Td className="figures">{tookText(run)}</Table.Td>
    </Table.Tr>
  );
}

/** From its first start to its end, or until it was asked about. */
function tookText({ startedAt, endedAt, asOf }: RunSummaryBody): string {
  return startedAt === null ? words.notStarted : formatDuration(Date.parse(endedAt ?? asOf) - Date.parse(startedAt));
}
