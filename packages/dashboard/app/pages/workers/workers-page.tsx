import { Alert, Code, Skeleton, Switch } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { formatAge } from '@telltale/core';
import { useState } from 'react';
import { asApiError } from '../../live/client.ts';
import { useFrozenAt, useRowTime } from '../../live/use-runs.ts';
import { useWatchedServer } from '../../live/watch-server.ts';
import { Empty } from '../../parts/empty.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Page } from '../../parts/page.tsx';
import { text } from '../../text/text.ts';
import { AsOf } from '../runs/as-of.tsx';
import { Queues } from './queues.tsx';
import { ServerFacts } from './server-facts.tsx';
import { useWorkers } from './use-workers.ts';
import { WorkerCard } from './worker-card.tsx';
import classes from './workers.module.css';

export const route = createLazyRoute('/workers')({ component: WorkersPage });

/** Who executes the runs, what waits for them, and how the server is. */
function WorkersPage() {
  useWatchedServer();
  const [stopped, setStopped] = useState(false);
  const { data, error, refetch } = useWorkers(stopped);
  const frozenAt = useFrozenAt();

  return (
    <Page
      title={text.workers.title}
      actions={
        <Switch
          label={text.workers.showStopped}
          checked={stopped}
          onChange={({ currentTarget }) => setStopped(currentTarget.checked)}
        />
      }
    >
      {frozenAt !== null && data !== undefined && <AsOf at={frozenAt} />}
      {error !== null && (data === undefined || frozenAt === null) && (
        <Failure error={asApiError(error)} onRetry={() => void refetch()} />
      )}
      {data?.stale !== undefined && <Stale since={data.stale.since} />}
      {data === undefined && error === null && <Skeleton height={140} role="img" aria-label={text.common.loading} />}
      {data !== undefined && data.workers.length > 0 && (
        <ul className={classes.workers} aria-label={text.workers.list}>
          {data.workers.map((worker) => (
            <WorkerCard key={worker.workerId} worker={worker} />
          ))}
        </ul>
      )}
      {data?.workers.every(({ stoppedAt }) => stoppedAt !== null) && (
        <Empty title={text.workers.empty} detail={text.workers.emptyDetail}>
          <Code>{text.workers.command}</Code>
        </Empty>
      )}
      <Queues />
      <ServerFacts />
    </Page>
  );
}

function Stale({ since }: { readonly since: string }) {
  const now = useRowTime();
  return <Alert color="yellow">{text.common.stale(formatAge(now - Date.parse(since)))}</Alert>;
}
