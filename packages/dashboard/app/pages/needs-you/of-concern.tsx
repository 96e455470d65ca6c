import { Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { VerdictName } from '@telltale/core';
import { asApiError, client } from '../../live/client.ts';
import { useRunCounts } from '../../live/use-runs.ts';
import { Failure } from '../../parts/failure.tsx';
import { text } from '../../text/text.ts';
import { ConcernRow } from './concern-row.tsx';
import classes from './needs-you.module.css';

/** What asks for no answer, and yet for somebody who looks at it. */
export function OfConcern() {
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
      <ConcernList
        title={text.needsYou.trouble}
        none={text.needsYou.troubleNone}
        verdicts={['stuck', 'orphaned', 'looping']}
      />
      <ConcernList title={text.needsYou.failed} none={text.needsYou.failedNone} verdicts={['failed']} />
    </SimpleGrid>
  );
}

/** Runs of each list at most: the page of runs has them all. */
const SHOWN = 10;

interface ConcernListProps {
  readonly title: string;
  readonly none: string;
  readonly verdicts: readonly VerdictName[];
}

function ConcernList({ title, none, verdicts }: ConcernListProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['runs', 'of-concern', verdicts],
    queryFn: ({ signal }) => client.listRuns({ verdict: [...verdicts], limit: SHOWN }, { signal }),
  });
  const counts = useRunCounts().data?.byVerdict;
  const count = verdicts.reduce((sum, name) => sum + (counts?.[name] ?? 0), 0);

  return (
    <section aria-label={title}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {title}
          </Title>
          {count > SHOWN && (
            <Link to="/" search={{ verdict: verdicts.join(',') }} className={classes.all}>
              {text.needsYou.all(count)}
            </Link>
          )}
        </Group>
        {error !== null && <Failure error={asApiError(error)} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton height={60} role="img" aria-label={text.common.loading} />}
        {data?.runs.length === 0 && <Text c="dimmed">{none}</Text>}
        {data !== undefined && data.runs.length > 0 && (
          <ul className={classes.concerns}>
            {data.runs.map((run) => (
              <ConcernRow key={run.runId} run={run} />
            ))}
          </ul>
        )}
      </Stack>
    </section>
  );
}
