import { isDeepStrictEqual } from 'node:util';
import { type EventData, toBoundedJson } from '@telltale/core';
import type { LockedRun } from '@telltale/ledger';
import { AnswerMissingError, InvalidAnswerError } from '../errors/control-errors.ts';

/**
 * Whether a run can be resumed with this: an answer if it asked something, none if not, and one that is the same after it
 * was recorded. Throws `AnswerMissingError` and `InvalidAnswerError`.
 */
export function checkAnswer({ runId, question }: LockedRun, data: EventData<'run.resumed'>): void {
  const { answer } = data;
  if (question !== null && answer === undefined) {
    throw new AnswerMissingError(runId, question.step, question.question);
  }
  if (answer === undefined) return;
  if (question === null) {
    throw new InvalidAnswerError(runId, 'it has not asked anything', 'Resume it without an answer.');
  }
  if (!survives(data)) {
    const problem = 'it is too large for an event, holds what looks like a secret, or is no JSON';
    const hint = 'Give a short answer in plain JSON; put what is long or secret elsewhere and answer where it is.';
    throw new InvalidAnswerError(runId, problem, hint);
  }
}

/** The run is given what the trace holds: an answer that was shortened on its way would be another one. */
function survives(data: EventData<'run.resumed'>): boolean {
  try {
    const kept = toBoundedJson(data) as { readonly answer?: unknown };
    return isDeepStrictEqual(JSON.parse(JSON.stringify(data.answer)), kept.answer);
  } catch {
    return false;
  }
}
