import type { ActionView, StepOutcome, TraceEvent } from '@telltale/core';
import { actionName } from '@telltale/core';
import type { AnyOutcome } from '../parts/outcome.tsx';

/** Something that took its time. Moments are in ms since the epoch; `to` is `null` while it runs. */
export interface Bar {
  readonly key: string;
  readonly name: string;
  readonly from: number;
  readonly to: number | null;
  readonly outcome: AnyOutcome;
  /** The action that it is; `null` for an attempt of a step. */
  readonly actionId: string | null;
}

/** A line of the chart: the attempts of a step, or some of its actions. Bars are in time order, and none overlaps the next. */
export interface GanttRow {
  readonly key: string;
  readonly kind: 'step' | 'lane';
  readonly step: string | null;
  readonly bars: readonly Bar[];
}

/** An attempt at a step, as the server lists it. */
export interface Attempt {
  readonly step: string;
  readonly number: number;
  readonly attempt: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly outcome: StepOutcome | null;
}

/** Time in which the run stood still. */
export interface Wait {
  readonly kind: 'queued' | 'paused';
  readonly from: number;
  readonly to: number | null;
}

/** The steps in their order, each with its actions below it: those that overlap in lanes of their own. */
export function ganttRows(
  attempts: readonly Attempt[],
  actions: readonly ActionView[],
  nameOf: (step: string, attempt: number) => string,
): readonly GanttRow[] {
  const steps = Map.groupBy(
    attempts.toSorted((a, b) => a.number - b.number || a.attempt - b.attempt),
    ({ step }) => step,
  );
  const actionsOf = Map.groupBy(actions, ({ step }) => (step !== null && steps.has(step) ? step : null));
  const rows = [...steps].flatMap(([step, tries]): GanttRow[] => [
    { key: `step ${step}`, kind: 'step', step, bars: tries.map((attempt) => attemptBar(attempt, nameOf)) },
    ...laneRows(step, actionsOf.get(step) ?? []),
  ]);
  return [...rows, ...laneRows(null, actionsOf.get(null) ?? [])];
}

function attemptBar(attempt: Attempt, nameOf: (step: string, attempt: number) => string): Bar {
  const { step, startedAt, finishedAt, outcome } = attempt;
  return {
    key: `${step} ${attempt.attempt}`,
    name: nameOf(step, attempt.attempt),
    from: Date.parse(startedAt),
    to: finishedAt === null ? null : Date.parse(finishedAt),
    outcome: outcome ?? 'running',
    actionId: null,
  };
}

function laneRows(step: string | null, actions: readonly ActionView[]): readonly GanttRow[] {
  const bars = actions.map(actionBar).toSorted((a, b) => a.from - b.from);
  return lanes(bars).map((bars, index): GanttRow => ({ key: `lane ${step ?? ''} ${index}`, kind: 'lane', step, bars }));
}

function actionBar(action: ActionView): Bar {
  const from = Date.parse(action.startedAt);
  const { actionId, durationMs, state } = action;
  const to = state === 'running' ? null : from + (durationMs ?? 0);
  return { key: actionId, name: actionName(action), from, to, outcome: state, actionId };
}

/** Bars in the order of their start, in as few lanes as it takes for none to overlap. */
export function lanes(bars: readonly Bar[]): readonly (readonly Bar[])[] {
  const found: { readonly bars: Bar[]; end: number }[] = [];
  for (const bar of bars) {
    const end = bar.to ?? Number.POSITIVE_INFINITY;
    const free = found.find((lane) => lane.end <= bar.from);
    if (free === undefined) {
      found.push({ bars: [bar], end });
    } else {
      free.bars.push(bar);
      free.end = end;
    }
  }
  return found.map((lane) => lane.bars);
}

/** When a run waited for a worker or for somebody to resume it, by its own events, oldest first. */
export function waitsOf(events: readonly TraceEvent[]): readonly Wait[] {
  const waits: Wait[] = [];
  let open: { readonly kind: Wait['kind']; readonly from: number } | null = null;

  function change(kind: Wait['kind'] | null, at: number): void {
    if (open !== null && at > open.from) waits.push({ ...open, to: at });
    open = kind === null ? null : { kind, from: at };
  }

  for (const { type, at } of events) {
    const kind = WAIT_AFTER[type];
    if (kind !== undefined) change(kind, Date.parse(at));
  }
  const last = open as Omit<Wait, 'to'> | null;
  return last === null ? waits : [...waits, { ...last, to: null }];
}

/** What a run waits for after an event; `null`: nothing. */
const WAIT_AFTER: Readonly<Partial<Record<TraceEvent['type'], Wait['kind'] | null>>> = {
  'run.submitted': 'queued',
  'run.recovered': 'queued',
  'run.resumed': 'queued',
  'run.paused': 'paused',
  'run.started': null,
  'run.cancelled': null,
  'run.succeeded': null,
  'run.failed': null,
};
