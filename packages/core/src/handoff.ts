import { z } from 'zod';
import { HANDOFF_REASONS } from './handoff-reasons.ts';
import { LIMITS } from './limits/limits.ts';

/** What a run waits with when one of its agents needs a person. */
export const handoffQuestionSchema = z.object({
  /** The agent, by its name in the step. */
  agent: z.string(),
  question: z.string(),
  /** Answers that would do. Any other is as good. */
  options: z.array(z.string()).optional(),
  reason: z.enum(HANDOFF_REASONS),
  /** What it had done by then. */
  whatHappened: z.string().optional(),
});
export type HandoffQuestion = z.infer<typeof handoffQuestionSchema>;

const said = z.string().trim().min(1).max(LIMITS.textCharacters);

/**
 * What a person can answer an agent: a text, or `{ "answer": "…" }`; `{ "retry": true, "hint": "…" }`: begin anew;
 * `{ "giveUp": true, "reason": "…" }`: end, and fail the step. Hint and reason may be missing.
 */
export const handoffAnswerSchema = z.union([
  said,
  z.strictObject({ answer: said }),
  z.strictObject({ retry: z.literal(true), hint: said.optional() }),
  z.strictObject({ giveUp: z.literal(true), reason: said.optional() }),
]);

/** An answer as `handoffAnswerSchema` takes it. */
export type HandoffAnswer = z.input<typeof handoffAnswerSchema>;

/** An answer that was understood. */
export type ReadHandoffAnswer =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'retry'; readonly hint: string | null }
  | { readonly kind: 'giveUp'; readonly reason: string | null };

/** What a person answered; `null` if it is none of the answers that there are. */
export function readHandoffAnswer(answer: unknown): ReadHandoffAnswer | null {
  const { success, data } = handoffAnswerSchema.safeParse(answer);
  if (!success) return null;
  if (typeof data === 'string') return { kind: 'answer', text: data };
  if ('answer' in data) return { kind: 'answer', text: data.answer };
  if ('retry' in data) return { kind: 'retry', hint: data.hint ?? null };
  return { kind: 'giveUp', reason: data.reason ?? null };
}

/** The answers that there are, for whoever gave another one. */
export const HANDOFF_ANSWERS =
  'Answer with a text of up to 2,000 characters, {"retry": true, "hint": "…"} to let the agent begin anew, or {"giveUp": true, "reason": "…"} to end it.';
