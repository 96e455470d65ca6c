import {
  type Instant,
  type ItemRef,
  type LoopFinding,
  mostTelling,
  type OpenAction,
  type RunFacts,
  type RunState,
  type StepFacts,
  usualGapMs,
  usualToolMs,
  type Verdict,
  verdict,
} from '@telltale/core';
import { instant, instantOrNull } from './instants.ts';

/** How far a run is in the step that it is at, or was at last. */
export interface RunStep extends StepFacts {
  readonly attempt: number;
  readonly upNext: readonly ItemRef[];
  /** How big the step is, where it said so. */
  readonly size: { readonly size: number; readonly unit: string } | null;
}

/** What somebody asked of a run that has not been answered by `resume`. */
export interface RunControl {
  readonly control: 'pause' | 'cancel';
  readonly at: Instant;
  readonly by: string | null;
  readonly reason: string | null;
}

/**
 * One run in a list. It holds the facts that its verdict is made of, so `verdict(summary, now)` judges it again at a later
 * moment. What nobody knows is `null`.
 */
export interface RunSummary extends RunFacts {
  readonly runId: string;
  readonly pipeline: string;
  readonly subject: string;
  /** Of the runs of this pipeline on this subject, from 1. */
  readonly number: number;
  /** Version of the pipeline's code. */
  readonly version: string;
  readonly title: string | null;
  /** The declared steps, in order. */
  readonly steps: readonly string[];
  readonly retryOf: string | null;
  readonly state: RunState;
  readonly stateSince: Instant;
  readonly queue: string | null;
  readonly priority: number;
  /** How often a worker took it. */
  readonly tries: number;
  readonly createdAt: Instant;
  /** When a worker took it last. */
  readonly startedAt: Instant | null;
  /** When it ended or was paused. */
  readonly endedAt: Instant | null;
  /** The first event that is still there, and the last; `firstSeq` is greater by one when none is left. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly advancedAt: Instant;
  readonly step: RunStep | null;
  readonly control: RunControl | null;
  /** The open action that says most about the run, and how many are open (100 stands for more). */
  readonly action: OpenAction | null;
  readonly openActions: number;
  /** Why it failed, in a sentence. */
  readonly failure: string | null;
  /** What is to be said of it at `asOf`, by the database's clock: the one that all heartbeats are told by. */
  readonly verdict: Verdict;
  readonly asOf: Instant;
}

/** A row of `runsQuery`. */
export interface RunRow {
  readonly run: string;
  readonly run_id: string;
  readonly pipeline: string;
  readonly subject: string;
  readonly number: number;
  readonly version: string;
  readonly title: string | null;
  readonly steps: string[];
  readonly retry_of: string | null;
  readonly status: RunState;
  readonly status_since: Date;
  readonly in_hand: boolean;
  readonly queue: string | null;
  readonly priority: number;
  readonly tries: number;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly worker_id: string | null;
  readonly alive_at: Date | null;
  readonly advanced_at: Date;
  readonly step: string | null;
  readonly step_number: number | null;
  readonly step_attempt: number | null;
  readonly step_started_at: Date | null;
  readonly stuck_after_ms: number | null;
  readonly total: number | null;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly unit: string | null;
  readonly size: number | null;
  readonly size_unit: string | null;
  readonly current: ItemRef[];
  readonly up_next: ItemRef[];
  readonly control: 'pause' | 'cancel' | null;
  readonly control_at: Date | null;
  readonly control_by: string | null;
  readonly control_reason: string | null;
  readonly looping: LoopFinding | null;
  readonly failure: string | null;
  readonly as_of: Date;
  readonly usual_gaps: number | null;
  readonly usual_gap_ms: number | null;
  readonly retry_at: Date | null;
  readonly open_actions: OpenActionRow[] | null;
}

interface OpenActionRow {
  readonly actionId: string;
  readonly parentId: string | null;
  readonly tool: string;
  readonly input: unknown;
  readonly startedMs: number;
  readonly timeoutMs: number | null;
  readonly past: number;
  readonly pastMs: number | null;
}

export function toRunSummary(row: RunRow): RunSummary {
  const facts = toFacts(row);
  return {
    runId: row.run_id,
    pipeline: row.pipeline,
    subject: row.subject,
    number: row.number,
    version: row.version,
    title: row.title,
    steps: row.steps,
    retryOf: row.retry_of,
    queue: row.queue,
    priority: row.priority,
    tries: row.tries,
    createdAt: instant(row.created_at),
    startedAt: instantOrNull(row.started_at),
    endedAt: instantOrNull(row.ended_at),
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    control: toControl(row),
    openActions: row.open_actions?.length ?? 0,
    failure: row.failure,
    ...facts,
    verdict: verdict(facts, row.as_of.getTime()),
    asOf: instant(row.as_of),
  };
}

type Facts = Pick<RunSummary, keyof RunFacts>;

function toFacts(row: RunRow): Facts {
  return {
    state: row.status,
    stateSince: instant(row.status_since),
    advancedAt: instant(row.advanced_at),
    workerId: row.in_hand ? row.worker_id : null,
    aliveAt: row.in_hand ? instantOrNull(row.alive_at) : null,
    step: toStep(row),
    action: mostTelling((row.open_actions ?? []).map(toOpenAction)),
    looping: row.looping === null ? null : { ...row.looping, at: instant(new Date(row.looping.at)) },
    retryAt: instantOrNull(row.retry_at),
    stuckAfterMs: row.stuck_after_ms,
    usualGapMs: usualGap(row),
  };
}

function toStep(row: RunRow): RunStep | null {
  if (row.step === null) return null;
  const { total, done, failed, skipped } = row;
  return {
    name: row.step,
    number: row.step_number ?? 1,
    of: row.steps.length,
    attempt: row.step_attempt ?? 1,
    startedAt: instantOrNull(row.step_started_at),
    counts: { total, done, failed, skipped },
    unit: row.unit,
    current: row.current,
    upNext: row.up_next,
    size: row.size === null ? null : { size: row.size, unit: row.size_unit ?? '' },
  };
}

function toOpenAction({ startedMs, past, pastMs, ...action }: OpenActionRow): OpenAction {
  const tools = pastMs === null ? [] : [{ tool: action.tool, actions: past, p95Ms: pastMs }];
  return {
    ...action,
    startedAt: instant(new Date(startedMs)),
    usualMs: usualToolMs({ steps: [], tools }, action.tool),
  };
}

/** By core's rule for how many cases say what is usual. */
function usualGap({ step, usual_gaps, usual_gap_ms }: RunRow): number | null {
  if (step === null || usual_gaps === null || usual_gap_ms === null) return null;
  const gaps = { gaps: usual_gaps, p95Ms: usual_gap_ms };
  return usualGapMs({ steps: [{ step, runs: 1, p50Ms: 0, p95Ms: 0, perUnit: null, gaps }], tools: [] }, step);
}

function toControl({ control, control_at, control_by, control_reason }: RunRow): RunControl | null {
  if (control === null || control_at === null) return null;
  return { control, at: instant(control_at), by: control_by, reason: control_reason };
}
