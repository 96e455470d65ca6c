import { ACTION_STATES, type ActionState, type ActionView, type Failure, type Instant } from '@telltale/core';
import { type Cursor, decodeCursor, encodeCursor, NUMBER_PART, TEXT_PART } from './cursor.ts';
import { canExist, checkInstant, checkLimit, checkWords, DEFAULT_LIMIT, MAX_CHARACTERS } from './filters.ts';
import { instant, instantOrNull } from './instants.ts';
import { actionsQuery } from './queries/actions.ts';
import { fromMicroseconds } from './queries/instant.ts';
import type { QueryRunner } from './query-runner.ts';

/** An action as its run's view shows it, and whose it is. */
export interface RunAction extends ActionView {
  readonly runId: string;
}

/** Which actions; all that is given has to hold. */
export interface ActionPageOptions {
  readonly runId?: string;
  readonly tool?: string;
  readonly step?: string;
  /** `running`, or how it ended. */
  readonly outcome?: ActionState;
  /** Started at this moment or later. */
  readonly startedAfter?: Instant;
  /** Started before this moment. */
  readonly startedBefore?: Instant;
  /** 1–500. Default: 50. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: Cursor | null;
}

export interface ActionPage {
  /** The one that started last comes first. */
  readonly actions: readonly RunAction[];
  readonly nextCursor: Cursor | null;
}

interface ActionRow {
  readonly run: string;
  readonly run_id: string;
  readonly action_id: string;
  readonly parent_id: string | null;
  readonly step: string | null;
  readonly item: string | null;
  readonly tool: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly error: Failure | null;
  readonly outcome: ActionState;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly timeout_ms: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cost_usd: number | null;
  readonly duration_ms: number | null;
  readonly started_at_us: string;
}

/** A page of actions, of one run or across all. Throws `InvalidFilterError` and `InvalidCursorError`. */
export async function listActions(runner: QueryRunner, options: ActionPageOptions): Promise<ActionPage> {
  const limit = checkLimit(options.limit ?? DEFAULT_LIMIT);
  const statement = actionsStatement(options, limit + 1);
  if (statement === null) return { actions: [], nextCursor: null };
  const rows = await runner.rows<ActionRow>(statement);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    actions: rows.slice(0, limit).map(toAction),
    nextCursor: last === undefined ? null : encodeCursor('actions', [last.started_at_us, last.run, last.action_id]),
  };
}

/** Not prepared, for the reason that `runsStatement` gives. `null` if no action can match. */
function actionsStatement(options: ActionPageOptions, limit: number) {
  const { runId, tool, step, outcome, startedAfter, startedBefore, cursor = null } = options;
  const after = cursor === null ? null : decodeCursor('actions', cursor, [NUMBER_PART, NUMBER_PART, TEXT_PART]);
  if (runId !== undefined && !canExist(runId, MAX_CHARACTERS.runId)) return null;
  if ([tool, step].some((name) => name !== undefined && !canExist(name, MAX_CHARACTERS.name))) return null;
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (runId !== undefined) {
    conditions.push(`a.run = (SELECT p.run FROM telltale.progress p WHERE p.run_id = ${place(runId)})`);
  }
  if (tool !== undefined) conditions.push(`a.tool = ${place(tool)}`);
  if (step !== undefined) conditions.push(`a.step = ${place(step)}`);
  if (outcome !== undefined) {
    checkWords('outcome', [outcome], ACTION_STATES);
    conditions.push(`a.outcome = ${place(outcome)}`);
  }
  if (startedAfter !== undefined) {
    conditions.push(`a.started_at >= ${place(checkInstant('startedAfter', startedAfter))}`);
  }
  if (startedBefore !== undefined) {
    conditions.push(`a.started_at < ${place(checkInstant('startedBefore', startedBefore))}`);
  }
  if (after !== null) {
    const [at, run, actionId] = after.map(place);
    conditions.push(
      `(a.started_at, a.run, a.action_id) < (${fromMicroseconds(String(at))}, ${run}::bigint, ${actionId}::text)`,
    );
  }
  const where = conditions.length === 0 ? 'true' : conditions.join(' AND ');
  return { text: actionsQuery({ where, limit: place(limit) }), values };
}

function toAction(row: ActionRow): RunAction {
  const { input_tokens: input, output_tokens: output } = row;
  return {
    runId: row.run_id,
    actionId: row.action_id,
    parentId: row.parent_id,
    step: row.step,
    item: row.item,
    tool: row.tool,
    input: row.input,
    output: row.output,
    error: row.error,
    state: row.outcome,
    startedAt: instant(row.started_at),
    finishedAt: instantOrNull(row.finished_at),
    durationMs: row.duration_ms,
    timeoutMs: row.timeout_ms,
    tokens: input === null || output === null ? null : { input, output },
    costUsd: row.cost_usd,
  };
}
