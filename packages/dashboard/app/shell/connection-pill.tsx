import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { formatAge } from '@telltale/core';
import { useNow } from '../live/clock.ts';
import { type Connection, connection } from '../live/connection.ts';
import { useStore } from '../live/store.ts';
import { formatTimeOfDay } from '../parts/format-instant.ts';
import { text } from '../text/text.ts';
import classes from './connection-pill.module.css';

/** States whose length matters to somebody who waits for their end. */
const LASTING: readonly Connection['state'][] = ['away', 'offline'];

/** How news arrives, always to be seen. */
export function ConnectionPill() {
  const { state, since, error } = useStore(connection);
  const now = useNow();
  const { label, detail } = text.connection[state];
  const sentence = [detail(formatTimeOfDay(since)), error?.message].filter(Boolean).join(' ');
  return (
    <>
      {/* Within a button nobody is told of a change. */}
      <VisuallyHidden role="status">{label}</VisuallyHidden>
      <Tooltip label={sentence} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
        <UnstyledButton className={classes.pill} data-state={state} aria-label={`${label}. ${sentence}`}>
          <span className={classes.lamp} aria-hidden />
          <span aria-hidden>{label}</span>
          {LASTING.includes(state) && <span className="figures">{formatAge(now - Date.parse(since))}</span>}
        </UnstyledButton>
      </Tooltip>
    </>
  );
}
