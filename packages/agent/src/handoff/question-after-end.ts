import { cutText, type HandoffQuestion, LIMITS } from '@telltale/core';

export interface AgentEnd {
  readonly agent: string;
  readonly reason: 'failed' | 'limited';
  /** The sentence of its error. */
  readonly why: string;
  /** What it did (`tellTried`). */
  readonly tried: string;
}

/** What a person is asked when an agent has failed or met a limit. */
export function questionAfterEnd({ agent, reason, why, tried }: AgentEnd): HandoffQuestion {
  const sentence = cutText(why.trim(), LIMITS.textCharacters / 2).replace(/[^.!?…]$/, '$&.');
  return {
    agent,
    question: `${sentence} Give it a hint, let it try again, or have it give up.`,
    reason,
    ...(tried === '' ? {} : { whatHappened: lastLines(tried, LIMITS.textCharacters) }),
  };
}

/** The last lines that fit: what happened last says most of why. */
function lastLines(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const end = text.slice(-maxCharacters);
  return end.slice(end.indexOf('\n') + 1);
}
