import {
  type ActionOutcome,
  actionTarget,
  type Counts,
  type ItemRef,
  type NewEvent,
  type StopReason,
} from '@telltale/core';
import { progressJson } from '../record/progress.ts';

interface OpenAction {
  readonly actionId: string;
  readonly tool: string;
  readonly input: unknown;
  readonly step: string | null;
  readonly item: string | null;
  readonly startedMs: number;
}

interface OpenStep {
  readonly step: string;
  readonly startedMs: number;
}

/** A row of `OPEN`. Times are in ms since the Unix epoch. */
export interface OpenRow {
  readonly advancedMs: number;
  /** What the counts and lists speak of. */
  readonly step: string | null;
  readonly counts: Counts & { readonly estimated: boolean };
  readonly unit: string | null;
  readonly current: readonly ItemRef[];
  readonly upNext: readonly ItemRef[];
  readonly actions: readonly OpenAction[];
  readonly steps: readonly OpenStep[];
}

/** What of a run is open. Of a step that has several open attempts the last one counts: its end closes all. */
export const OPEN = `
  SELECT extract(epoch FROM p.advanced_at)::float8 * 1000 AS "advancedMs", p.step,
         jsonb_build_object(
           'total', p.total, 'estimated', p.estimated, 'done', p.done, 'failed', p.failed, 'skipped', p.skipped
         ) AS counts,
         p.unit, p.current, p.up_next AS "upNext",
         coalesce((
           SELECT jsonb_agg(jsonb_build_object(
                    'actionId', a.action_id, 'tool', a.tool, 'input', a.input, 'step', a.step, 'item', a.item,
                    'startedMs', extract(epoch FROM a.started_at) * 1000
                  ) ORDER BY a.started_at, a.action_id)
             FROM telltale.action a WHERE a.run = p.run AND a.outcome = 'running'
         ), '[]') AS actions,
         coalesce((
           SELECT jsonb_agg(jsonb_build_object('step', s.step, 'startedMs', extract(epoch FROM s.started_at) * 1000) ORDER BY s.number)
             FROM (
               SELECT DISTINCT ON (s.step) s.step, s.number, s.started_at
                 FROM telltale.step_run s WHERE s.run = p.run AND s.outcome IS NULL ORDER BY s.step, s.attempt DESC
             ) s
         ), '[]') AS steps
    FROM telltale.progress p WHERE p.run_id = $1`;

interface Ends {
  readonly events: readonly NewEvent[];
  /** For the run's row: nothing is in work, and what was comes first. `null` where no step was open. */
  readonly progress: string | null;
}

/**
 * The ends of what is open. A step that was interrupted worked until it last advanced: nobody saw any work since, and what
 * is usual for a step should not be learnt from the time in which its worker was dead.
 */
export function endsOf(open: OpenRow, reason: StopReason, nowMs: number): Ends {
  const at = new Date(nowMs).toISOString();
  const outcome: ActionOutcome = reason === 'cancelled' ? 'cancelled' : 'interrupted';
  const stoppedMs = reason === 'interrupted' ? open.advancedMs : nowMs;
  const actions = open.actions.map(({ tool, input, startedMs, ...about }): NewEvent => {
    const target = actionTarget(input);
    const data = { tool, ...(target === null ? {} : { target }), outcome, durationMs: Math.max(0, nowMs - startedMs) };
    return { type: 'action.finished', at, ...about, data };
  });
  const steps = open.steps.map(
    ({ step, startedMs }): NewEvent => ({
      type: 'step.stopped',
      at,
      step,
      data: {
        reason,
        durationMs: Math.max(0, stoppedMs - startedMs),
        ...(step === open.step ? { counts: open.counts } : {}),
      },
    }),
  );
  const stopped = open.steps.some(({ step }) => step === open.step);
  return { events: [...actions, ...steps], progress: stopped ? restProgress(open) : null };
}

function restProgress({ step, counts, unit, current, upNext }: OpenRow): string {
  const inWork = new Set(current.map(({ key }) => key));
  return progressJson({
    step: step ?? '',
    ...counts,
    ...(unit === null ? {} : { unit }),
    current: [],
    upNext: [...current, ...upNext.filter(({ key }) => !inWork.has(key))],
  });
}
