import { type HandoffQuestion, LIMITS } from '@telltale/core';
import { z } from 'zod';

/** What a model may ask a person. */
export const askHumanInput = z.object({
  question: z
    .string()
    .trim()
    .min(1)
    .max(LIMITS.textCharacters / 2)
    .describe('One clear question that can be answered without knowing what you have done.'),
  options: z
    .array(z.string().trim().min(1).max(LIMITS.labelCharacters))
    .max(10)
    .optional()
    .describe('Answers that would do, if there are only a few.'),
});

export const ASK_HUMAN_DESCRIPTION =
  'Asks a person, and waits for the answer, which may take hours. Use it only if you cannot go on by yourself: a login, a choice that is not yours, something that you cannot find.';

/** What the agent asks, as the run waits with it. */
export function questionOf(agent: string, { question, options }: z.output<typeof askHumanInput>): HandoffQuestion {
  return { agent, question, ...(options?.length ? { options } : {}), reason: 'asked' };
}
