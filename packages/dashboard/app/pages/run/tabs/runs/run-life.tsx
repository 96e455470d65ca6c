import { Skeleton, Stack, Text, Title } from '@mantine/core';
import { describeEvent, type TraceEvent } from '@telltale/core';
import { asApiError } from '../../../../live/client.ts';
import { useRunView } from '../../../../live/use-run.ts';
import { Failure } from '../../../../parts/failure.tsx';
import { Moment } from '../../../../parts/moment.tsx';
import { text } from '../../../../text/text.ts';
import classes from './runs.module.css';
import { useRunEvents } from './use-run-events.ts';

const words = text.runTabs.history;

/** What happened to this run as a whole: each worker that took it, each move, pause and end, newest first. */
export function RunLife() {
  const { data: events, error, refetch } = useRunEvents();
  const attempts = useRunView((view) => view.attempt) ?? 0;
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {words.happened}
      </Title>
      <Text size="sm" c="dimmed">
        {attempts === 0 ? words.neverTaken : words.takes(attempts)}
      </Text>
      {error !== null && <Failure error={asApiError(error)} onRetry={() => void refetch()} />}
      {events === undefined && error === null && <Skeleton height={120} />}
      <ol className={classes.life} reversed>
        {events?.toReversed().map((event) => (
          <li key={event.seq} className={classes.happened}>
            <span className={classes.when}>
              <Moment at={event.at} as="time" />
            </span>
            <span>
              <bdi>{sentenceOf(event)}</bdi>
            </span>
          </li>
        ))}
      </ol>
    </Stack>
  );
}

/** Of a worker's turn, whose it was; of a move, from where to where. */
function sentenceOf(event: TraceEvent): string {
  if (event.type === 'run.started') return words.worker(event.data.workerId, event.data.attempt);
  if (event.type !== 'run.recovered') return describeEvent(event);
  const { fromWorker, toWorker, reason, interruptedActions } = event.data;
  const moved = words.moved(fromWorker, toWorker, reason);
  return interruptedActions === 0 ? moved : words.withInterrupted(moved, interruptedActions);
}
