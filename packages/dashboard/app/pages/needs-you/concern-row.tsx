import { Link } from '@tanstack/react-router';
import type { RunSummaryBody } from '@telltale/api';
import { describeVerdict } from '@telltale/core';
import { useRowTime } from '../../live/use-runs.ts';
import { verdictOfRow } from '../../live/verdict-of-row.ts';
import { VerdictPill } from '../../parts/verdict-pill.tsx';
import classes from './needs-you.module.css';

/** A run that somebody should look at, and why. */
export function ConcernRow({ run }: { readonly run: RunSummaryBody }) {
  const now = useRowTime();
  const verdict = verdictOfRow(run, now);
  return (
    <li className={classes.concern} data-verdict={verdict.name}>
      <div className={classes.concernHead}>
        <Link to="/runs/$runId" params={{ runId: run.runId }} className={classes.link}>
          <bdi>{run.title ?? run.subject}</bdi>
        </Link>
        <VerdictPill verdict={verdict.name} />
      </div>
      <div className={`figures ${classes.notes}`}>
        {run.pipeline} · {describeVerdict(verdict, { facts: run, estimate: null, now })}
      </div>
      {run.failure !== null && run.state === 'failed' && <div className={classes.failure}>{run.failure}</div>}
    </li>
  );
}
