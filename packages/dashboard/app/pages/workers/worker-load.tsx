import { Link } from '@tanstack/react-router';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { VERDICT_ICON } from '../../parts/verdict-pill.tsx';
import { text } from '../../text/text.ts';
import { usePipelines, useRunsInHand } from './use-workers.ts';
import type { Worker } from './worker-card.tsx';
import { capacityOf, percentIn, runsByWorker } from './worker-state.ts';
import classes from './workers.module.css';

/** Links at most: the page of runs has them all. */
const SHOWN = 5;

/** How many runs a worker has in hand, of how many it can have, and which. */
export function WorkerLoad({ worker }: { readonly worker: Worker }) {
  const { workerId, queues, inHand } = worker;
  const pipelines = usePipelines().data?.pipelines ?? [];
  const runs = runsByWorker(useRunsInHand().data?.runs ?? []).get(workerId) ?? [];
  const capacity = capacityOf(queues, pipelines);
  return (
    <div className={classes.load}>
      <span className="figures">
        {capacity === null ? text.workers.loadUnknown(inHand) : text.workers.loadOf(inHand, capacity)}
      </span>
      {capacity !== null && capacity > 0 && (
        <ProgressBar percent={percentIn(inHand, capacity)} label={text.workers.loadLabel(workerId)} size="sm" isStill />
      )}
      {runs.length > 0 && (
        <ul className={classes.runs} aria-label={text.workers.runsInHand(workerId)}>
          {runs.slice(0, SHOWN).map(({ runId, title, subject, verdict }) => {
            const Icon = VERDICT_ICON[verdict.name];
            return (
              <li key={runId} data-verdict={verdict.name}>
                <Link to="/runs/$runId" params={{ runId }} className={classes.run}>
                  <Icon size={14} aria-label={text.verdictWord[verdict.name]} className={classes.runIcon} />
                  <bdi>{title ?? subject}</bdi>
                </Link>
              </li>
            );
          })}
          {inHand > SHOWN && runs.length > SHOWN && (
            <li className={classes.notes}>{text.workers.moreRuns(Math.max(inHand, runs.length) - SHOWN)}</li>
          )}
        </ul>
      )}
    </div>
  );
}
