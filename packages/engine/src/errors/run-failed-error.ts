import { TelltaleError } from '@telltale/core';
import { type FailureReport, reportOf } from './step-failed-error.ts';

/**
 * Why a run failed, as its worker told it: the message, the code and the report are those of the error that ended it, which
 * came through the database and is the `cause`.
 */
export class RunFailedError extends TelltaleError {
  override readonly name = 'RunFailedError';
  /** `null`: it did not fail in a way that Telltale tells. */
  readonly report: FailureReport | null;
  constructor(runId: string, told: { readonly message: string; readonly error?: unknown }) {
    const { code, hint } = (told.error ?? {}) as { readonly code?: unknown; readonly hint?: unknown };
    super(told.message, {
      code: typeof code === 'string' ? code : 'run_failed',
      ...(typeof hint === 'string' ? { hint } : {}),
      details: { runId },
      cause: told.error,
    });
    this.report = reportOf(told.error);
  }
}
