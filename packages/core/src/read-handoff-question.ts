import type { HandoffQuestion } from './handoff.ts';
import { HANDOFF_REASONS } from './handoff-reasons.ts';

/**
 * What a run waits with, if that is the question of one of its agents; `null` if it is none. It takes what `handoffQuestionSchema`
 * takes. By hand, so that a browser need not load what schemas are made of to show a question.
 */
export function readHandoffQuestion(value: unknown): HandoffQuestion | null {
  if (typeof value !== 'object' || value === null) return null;
  const { agent, question, options, reason, whatHappened }: Partial<Record<keyof HandoffQuestion, unknown>> = value;
  const known = HANDOFF_REASONS.find((each) => each === reason);
  if (typeof agent !== 'string' || typeof question !== 'string' || known === undefined) return null;
  if (options !== undefined && !isListOfText(options)) return null;
  if (whatHappened !== undefined && typeof whatHappened !== 'string') return null;
  return {
    agent,
    question,
    ...(options === undefined ? {} : { options }),
    reason: known,
    ...(whatHappened === undefined ? {} : { whatHappened }),
  };
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
