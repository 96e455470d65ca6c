import { handoffQuestionSchema } from '@telltale/core';

/** What a run waits to be told, as people are told of it. */
export interface Question {
  /** `finder asks: Which one?`. */
  readonly sentence: string;
  /** Answers that would do; any other is as good. */
  readonly options: readonly string[];
  /** What the asking agent had done by then. */
  readonly whatHappened: string | null;
  /** Whether an agent asks, which can be told to begin anew or to give up as well. */
  readonly isOfAgent: boolean;
}

/** A pipeline may ask whatever it likes; an agent's question has a shape. */
export function readQuestion(question: unknown): Question {
  const { data } = handoffQuestionSchema.safeParse(question);
  if (data === undefined) {
    const text = typeof question === 'string' ? question : JSON.stringify(question);
    return { sentence: `It asks: ${text}`, options: [], whatHappened: null, isOfAgent: false };
  }
  const { agent, question: text, options = [], whatHappened = null } = data;
  return { sentence: `${agent} asks: ${text}`, options, whatHappened, isOfAgent: true };
}

/** The commands that answer. */
export function howToAnswer(runId: string, { isOfAgent }: Question): string {
  const others = isOfAgent ? ` (or --retry "a hint", or --give-up)` : '';
  return `Answer with: telltale answer ${runId} "…"${others}`;
}
