import type { StepHistory, ToolHistory } from '@telltale/core';
import { InvalidFilterError } from '../errors.ts';
import { canExist, MAX_CHARACTERS } from './filters.ts';
import { STEP_HISTORY } from './queries/step-history.ts';
import { TOOL_HISTORY } from './queries/tool-history.ts';
import type { QueryRunner } from './query-runner.ts';

interface StepHistoryRow {
  readonly step: string;
  readonly runs: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly unit: string | null;
  readonly sized_runs: number;
  readonly p50_ms_per_unit: number | null;
  readonly p95_ms_per_unit: number | null;
  readonly gaps: number;
  readonly gap_p95_ms: number;
}

/** How long the steps of a pipeline took, of the newest 100 successes each; a step without one is left out. */
export async function stepHistory(runner: QueryRunner, pipeline: string): Promise<readonly StepHistory[]> {
  if (!canExist(pipeline, MAX_CHARACTERS.pipeline)) return [];
  const rows = await runner.rows<StepHistoryRow>({ name: 'step-history', text: STEP_HISTORY, values: [pipeline] });
  return rows.map((row) => ({
    step: row.step,
    runs: row.runs,
    p50Ms: row.p50_ms,
    p95Ms: row.p95_ms,
    perUnit: toSized(row),
    gaps: { gaps: row.gaps, p95Ms: row.gap_p95_ms },
  }));
}

function toSized({ unit, sized_runs: runs, p50_ms_per_unit: p50, p95_ms_per_unit: p95 }: StepHistoryRow) {
  if (unit === null || p50 === null || p95 === null) return null;
  return { unit, runs, p50MsPerUnit: p50, p95MsPerUnit: p95 };
}

const MAX_TOOLS = 100;

/** How long these tools took when they succeeded, of their newest 200 actions; one that never did is left out. */
export async function toolHistory(runner: QueryRunner, tools: readonly string[]): Promise<readonly ToolHistory[]> {
  const known = [...new Set(tools)].filter((tool) => canExist(tool, MAX_CHARACTERS.name));
  if (known.length > MAX_TOOLS) throw new InvalidFilterError('tools', `at most ${MAX_TOOLS} of them`, known.length);
  if (known.length === 0) return [];
  return await runner.rows<ToolHistory>({ name: 'tool-history', text: TOOL_HISTORY, values: [known] });
}
