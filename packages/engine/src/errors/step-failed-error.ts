import {
  type ActionRef,
  type AttemptedSource,
  type Counts,
  describeFailure,
  type FailureKind,
  type StepFailure,
  TelltaleError,
} from '@telltale/core';

/** What a failure tells beside its sentence. Plain data: it survives the way through a database. */
export interface FailureReport {
  readonly runId: string;
  /** `null`: it failed outside its steps. */
  readonly step: string | null;
  readonly item: string | null;
  readonly kind: FailureKind;
  readonly counts: Counts | null;
  readonly openActions: readonly ActionRef[];
  readonly lastActions: readonly ActionRef[];
  readonly tried: readonly AttemptedSource[];
  readonly next: readonly string[];
}

/**
 * Every error that leaves a step. Its message is a sentence that says where, how far, why, and what can be done next; it
 * reads the same from a process that does not have this class. Branch on `code` (`step_failed`) and `report`.
 */
export class StepFailedError extends TelltaleError {
  override readonly name = 'StepFailedError';
  readonly report: FailureReport;
  constructor(failure: StepFailure, report: FailureReport, cause: unknown) {
    super(describeFailure(failure), {
      code: 'step_failed',
      details: { runId: report.runId, step: report.step, kind: report.kind },
      cause,
    });
    this.report = report;
  }
}

/** The report of an error that may have crossed a database; `null` if it is none of ours. */
export function reportOf(error: unknown): FailureReport | null {
  const told = error as { readonly code?: unknown; readonly report?: unknown } | null | undefined;
  const report = told?.code === 'step_failed' ? told.report : undefined;
  return typeof report === 'object' && report !== null ? (report as FailureReport) : null;
}
