import { type AgentModel, callModel, type ModelCall } from '@telltale/agent';
import { TelltaleError } from '@telltale/core';
import type { Step } from '@telltale/engine';
import { storable } from '../text/storable.ts';

export interface Question<T> extends Pick<ModelCall<T>, 'output' | 'about' | 'signal'> {
  readonly instructions: string;
  readonly prompt: string;
}

/** How often a model is asked in all, if its answers are of no use. */
const ANSWERS = 3;
/** A local model takes its time over so long a text. */
const TIMEOUT_MS = 180_000;

/** A language model answered, and never with anything that could be used. */
export class UselessAnswerError extends TelltaleError {
  override readonly name = 'UselessAnswerError';
  constructor(model: string, problem: string) {
    super(`${model} gave ${ANSWERS} answers that cannot be used; the last one: ${problem}`, {
      code: 'model_answer_useless',
      hint: 'Try again; if it goes on, configure another language model with "telltale configure".',
      retryable: true,
      details: { model },
    });
  }
}

/**
 * Asks a model one thing. An answer of no use is told to it, with what is wrong, and asked for again. Throws
 * `ModelCallError` and `UselessAnswerError`.
 */
export async function askModel<T = string>(step: Step, model: AgentModel, question: Question<T>): Promise<T> {
  const { prompt, ...call } = question;
  const messages: ModelCall<T>['messages'][number][] = [{ role: 'user', content: prompt }];
  for (let answers = 1; ; answers += 1) {
    const answer = await callModel<T>(step, model, { ...call, messages, timeoutMs: TIMEOUT_MS });
    if (answer.output !== undefined) return storable(answer.output);
    const problem = answer.problem ?? 'it calls a tool, and there is none.';
    if (answers === ANSWERS) throw new UselessAnswerError(model.id, problem);
    // A message without any text is refused by some providers.
    if (answer.text.trim() !== '') messages.push({ role: 'assistant', content: answer.text });
    messages.push({
      role: 'user',
      content: `That answer cannot be used: ${problem} Answer again, as you were told to.`,
    });
  }
}
