import { type HandoffQuestion, readHandoffQuestion } from '@telltale/core';

/** What a run waits to be told, as a person can be asked for it. */
export type Question =
  /** An agent asks; it can also begin anew, or give up. */
  | { readonly kind: 'agent'; readonly question: HandoffQuestion }
  /** A pipeline asks in words; `rest` is what else it has put there, `null` if nothing. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly rest: Readonly<Record<string, unknown>> | null;
      /** Whether yes or no would be an answer. */
      readonly isYesOrNo: boolean;
    }
  /** A pipeline asks with something that only it understands. */
  | { readonly kind: 'other'; readonly value: unknown };

/** A pipeline may ask whatever it likes; an agent's question has a shape. */
export function readQuestion(question: unknown): Question {
  const ofAgent = readHandoffQuestion(question);
  if (ofAgent !== null) return { kind: 'agent', question: ofAgent };
  if (typeof question === 'string') return asText(question, null);
  if (typeof question !== 'object' || question === null || !('text' in question)) {
    return { kind: 'other', value: question };
  }
  const { text, ...rest } = question;
  if (typeof text !== 'string') return { kind: 'other', value: question };
  return asText(text, Object.keys(rest).length === 0 ? null : rest);
}

function asText(text: string, rest: Readonly<Record<string, unknown>> | null): Question {
  return { kind: 'text', text, rest, isYesOrNo: text.trimEnd().endsWith('?') };
}
