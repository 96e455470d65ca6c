import {
  type ItemRef,
  type LoopFinding,
  longestLoop,
  mostTelling,
  type OpenAction,
  type RunFacts,
  type RunState,
  usualGapMs,
  usualToolMs,
  verdict,
} from '@telltale/core';
import { instant, instantOrNull } from './instants.ts';
import { type QuestionColumn, toQuestion } from './run-question.ts';
import type { RunControl, RunStep, RunSummary } from './run-summary.ts';

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
  readonly retry_at: Date | null;
  readonly total: number | null;
  readonly estimated: boolean;
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
  readonly looping: Readonly<Record<string, LoopFinding>> | null;
  readonly failure: string | null;
  readonly question: QuestionColumn | null;
  readonly as_of: Date;
  readonly usual_gaps: number | null;
  readonly usual_gap_ms: number | null;
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
    looping: longestLoop(Object.values(row.looping ?? {}).map(toFinding)),
    question: toQuestion(row.question),
    retryAt: row.in_hand ? instantOrNull(row.retry_at) : null,
    stuckAfterMs: row.stuck_after_ms,
    usualGapMs: usualGap(row),
  };
}

/** Its instant is as Postgres writes it in JSON. */
function toFinding(finding: LoopFinding): LoopFinding {
  return { ...finding, at: instant(new Date(finding.at)) };
}

function toStep(row: RunRow): RunStep | null {
  if (row.step === null) return null;
  const { total, estimated, done, failed, skipped } = row;
  return {
    name: row.step,
    number: row.step_number ?? 1,
    of: row.steps.length,
    attempt: row.step_attempt ?? 1,
    startedAt: instantOrNull(row.step_started_at),
    counts: { total, estimated, done, failed, skipped },
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
