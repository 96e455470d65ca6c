import { Alert } from '@mantine/core';
import { IconHistory, IconPlugConnectedX } from '@tabler/icons-react';
import { formatAge, hasEnded } from '@telltale/core';
import { useNow } from '../../../live/clock.ts';
import { type Connection, connection } from '../../../live/connection.ts';
import { useStore } from '../../../live/store.ts';
import { useRunAt, useRunNow, useRunView } from '../../../live/use-run.ts';
import { Failure } from '../../../parts/failure.tsx';
import { formatTimeOfDay } from '../../../parts/format-instant.ts';
import { text } from '../../../text/text.ts';
import classes from './late.module.css';

const WITHOUT_NEWS: readonly Connection['state'][] = ['offline', 'away'];

/** Says when what is shown is not how the run is now. */
export function Notices() {
  const isRemembered = useRunAt((picture) => picture.isRemembered);
  const error = useRunAt((picture) => picture.error);
  const isOver = useRunView(({ state }) => hasEnded(state)) ?? false;
  const { state } = useStore(connection);
  const now = useRunNow();
  if (error !== null) {
    return (
      <Failure error={error} title={error.code === 'run_not_found' ? text.run.notFound.remembered : text.run.refused} />
    );
  }
  if (isRemembered) return <Remembered />;
  if (isOver || !WITHOUT_NEWS.includes(state)) return null;
  return (
    <Alert color="orange" variant="light" icon={<IconPlugConnectedX aria-hidden />} role="status">
      {text.run.noNews(formatTimeOfDay(new Date(now).toISOString()))}
    </Alert>
  );
}

function Remembered() {
  const now = useNow();
  const asOf = useRunAt((picture) => picture.asOf);
  if (asOf === null) return null;
  return (
    <Alert className={classes.late} color="blue" variant="light" icon={<IconHistory aria-hidden />} role="status">
      {text.common.remembered(formatAge(now - Date.parse(asOf)))}
    </Alert>
  );
}
