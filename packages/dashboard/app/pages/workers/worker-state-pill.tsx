import { IconCircleCheck, IconCircleOff, IconPlugConnectedX, type TablerIcon } from '@tabler/icons-react';
import { formatAge, ORPHANED_AFTER_MS, type VerdictName } from '@telltale/core';
import { useRowTime } from '../../live/use-runs.ts';
import { text } from '../../text/text.ts';
import type { Worker } from './worker-card.tsx';
import { stateOf, type WorkerState } from './worker-state.ts';
import classes from './workers.module.css';

const ICON: Readonly<Record<WorkerState, TablerIcon>> = {
  alive: IconCircleCheck,
  silent: IconPlugConnectedX,
  stopped: IconCircleOff,
};

/** Runs in the hands of such a worker have the verdict of that colour. */
const PAINT: Readonly<Record<WorkerState, VerdictName>> = {
  alive: 'succeeded',
  silent: 'orphaned',
  stopped: 'cancelled',
};

/** Whether a worker is alive, and when it was heard from. */
export function WorkerStatePill({ worker }: { readonly worker: Worker }) {
  const now = useRowTime();
  const state = stateOf(worker, now);
  const Icon = ICON[state];
  return (
    <div className={classes.state} data-verdict={PAINT[state]}>
      <span className={classes.pill}>
        <Icon size={14} aria-hidden />
        {text.workers.state[state]}
      </span>
      {state !== 'stopped' && (
        <span className={`figures ${classes.notes}`} title={text.workers.heartbeatLimit(ORPHANED_AFTER_MS)}>
          {text.workers.heartbeat(formatAge(now - Date.parse(worker.heartbeatAt)))}
        </span>
      )}
      {state === 'silent' && <span className={classes.trouble}>{text.workers.silentWhy}</span>}
    </div>
  );
}
