import { type Asker, questionsIn, readAnswers } from '../handoff/ask-person.ts';
import { readHistory } from './history.ts';
import { type RebuildOptions, type Rebuilt, rebuild } from './rebuild.ts';
import { type TriedCall, triedBefore } from './what-was-tried.ts';

export interface Recalled {
  readonly rebuilt: Rebuilt;
  /** The number of the agent's next question to a person. */
  readonly nextQuestion: number;
  /** What it did in earlier attempts. */
  readonly tried: readonly TriedCall[];
}

/**
 * How an agent goes on from earlier attempts of its step, and from what people answered. Where a person has yet to answer, the
 * run pauses again, and what the engine throws for that is thrown.
 */
export async function recall(asker: Asker, options: Omit<RebuildOptions, 'answers'>): Promise<Recalled> {
  const history = readHistory(await asker.step.earlierActions(), { agent: asker.agent, tools: options.tools });
  const answers = await readAnswers(asker, history);
  return {
    rebuilt: rebuild(history, { ...options, answers }),
    nextQuestion: questionsIn(history) + 1,
    tried: triedBefore(history.deeds),
  };
}
