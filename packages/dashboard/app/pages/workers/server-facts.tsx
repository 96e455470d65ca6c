import { Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { asApiError } from '../../live/client.ts';
import { Failure } from '../../parts/failure.tsx';
import { Moment } from '../../parts/moment.tsx';
import { text } from '../../text/text.ts';
import { useServerStatus } from './use-workers.ts';
import classes from './workers.module.css';

/** How the server is that this page came from. */
export function ServerFacts() {
  const { data, error, refetch } = useServerStatus();
  return (
    <section aria-labelledby="server">
      <Stack gap="sm">
        <Title order={2} size="h4" id="server">
          {text.workers.serverTitle}
        </Title>
        {error !== null && data === undefined && <Failure error={asApiError(error)} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton height={80} role="img" aria-label={text.common.loading} />}
        {data !== undefined && (
          <Paper withBorder p="md">
            <dl className={classes.facts}>
              <div>
                <dt>{text.workers.version}</dt>
                <dd>{data.version}</dd>
              </div>
              <div>
                <dt>{text.workers.upSince}</dt>
                <dd>
                  <Moment at={data.startedAt} />
                </dd>
              </div>
              <div data-verdict={data.database.state === 'up' ? 'succeeded' : 'failed'}>
                <dt>{text.workers.database}</dt>
                <dd>
                  <b className={classes.ink}>{text.workers.databaseState[data.database.state]}</b> {text.workers.since}{' '}
                  <Moment at={data.database.since} />
                  {data.database.message !== null && <Text size="sm">{data.database.message}</Text>}
                </dd>
              </div>
              <div data-verdict={data.stream.state === 'live' ? 'succeeded' : 'failed'}>
                <dt>{text.workers.stream}</dt>
                <dd>
                  <b className={classes.ink}>{text.workers.streamState[data.stream.state]}</b> {text.workers.since}{' '}
                  <Moment at={data.stream.since} />
                  <Text size="sm">{text.workers.clients(data.stream.clients)}</Text>
                </dd>
              </div>
            </dl>
          </Paper>
        )}
      </Stack>
    </section>
  );
}
