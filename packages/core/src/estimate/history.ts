/** How long a step took in past runs: one row for each step, as an aggregate query delivers it. */
export interface StepHistory {
  readonly step: string;
  /** How many successful attempts the two quantiles are made of; at least 1. */
  readonly runs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The same for each unit of size, of the attempts that said how big they were. */
  readonly perUnit: SizedHistory | null;
  /** The usual silence: how long it took, in past runs, from one advance to the next. */
  readonly gaps: GapHistory | null;
}

export interface SizedHistory {
  /** What the size counts (`audio seconds`, `bytes`). A step that says another unit is not scaled by it. */
  readonly unit: string;
  readonly runs: number;
  readonly p50MsPerUnit: number;
  readonly p95MsPerUnit: number;
}

export interface GapHistory {
  readonly gaps: number;
  readonly p95Ms: number;
}

/** How long a tool took in past actions that succeeded. */
export interface ToolHistory {
  readonly tool: string;
  readonly actions: number;
  readonly p95Ms: number;
}

/** The past of one pipeline. */
export interface PipelineHistory {
  readonly steps: readonly StepHistory[];
  readonly tools: readonly ToolHistory[];
}

export const NO_HISTORY: PipelineHistory = { steps: [], tools: [] };

/** Fewer cases than this say nothing about what is usual: their 95th percentile is just the largest of them. */
export const ENOUGH_CASES = 20;

export function stepHistory(history: PipelineHistory, step: string | null): StepHistory | null {
  return history.steps.find((row) => row.step === step) ?? null;
}

/** The silence that is usual in a step, in ms; `null` while too few are known. */
export function usualGapMs(history: PipelineHistory, step: string | null): number | null {
  const gaps = stepHistory(history, step)?.gaps ?? null;
  return gaps !== null && gaps.gaps >= ENOUGH_CASES ? gaps.p95Ms : null;
}

/** The time that is usual for a tool, in ms; `null` while too few are known. */
export function usualToolMs(history: PipelineHistory, tool: string): number | null {
  const row = history.tools.find((candidate) => candidate.tool === tool);
  return row !== undefined && row.actions >= ENOUGH_CASES ? row.p95Ms : null;
}
