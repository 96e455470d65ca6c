import { Badge, Paper, Title } from '@mantine/core';
import type { AnswerOf } from '@telltale/api';
import { Moment } from '../../parts/moment.tsx';
import { text } from '../../text/text.ts';
import { useServerStatus } from './use-workers.ts';
import { WorkerLoad } from './worker-load.tsx';
import { WorkerStatePill } from './worker-state-pill.tsx';
import classes from './workers.module.css';

export type Worker = AnswerOf<'listWorkers'>['workers'][number];

/** One worker: whether it is alive, how loaded it is, and what it works at. */
export function WorkerCard({ worker }: { readonly worker: Worker }) {
  const { workerId, host, pid, version, queues, startedAt, stoppedAt } = worker;
  const server = useServerStatus().data?.version;
  return (
    <Paper component="li" withBorder p="md" className={classes.worker}>
      <div className={classes.workerHead}>
        <div className={classes.name}>
          <Title order={2} size="h5">
            {workerId}
          </Title>
          <span className={classes.notes}>{text.workers.on(host, pid)}</span>
        </div>
        <WorkerStatePill worker={worker} />
      </div>
      <dl className={classes.facts}>
        <div className={classes.wide}>
          <dt>{text.workers.load}</dt>
          <dd>
            <WorkerLoad worker={worker} />
          </dd>
        </div>
        <div>
          <dt>{text.workers.started}</dt>
          <dd>
            <Moment at={startedAt} />
          </dd>
        </div>
        {stoppedAt !== null && (
          <div>
            <dt>{text.workers.stopped}</dt>
            <dd>
              <Moment at={stoppedAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>{text.workers.version}</dt>
          <dd>
            {version}{' '}
            {server !== undefined && server !== version && (
              <Badge color="yellow" variant="light" tt="none">
                {text.workers.otherVersion(server)}
              </Badge>
            )}
          </dd>
        </div>
        <div className={classes.wide}>
          <dt>{text.workers.queues}</dt>
          <dd>{queues.length === 0 ? text.common.none : queues.toSorted().join(', ')}</dd>
        </div>
      </dl>
    </Paper>
  );
}
