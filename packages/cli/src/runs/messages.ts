import { describeNext, type PauseView, type RunView } from '@telltale/core';
import { howToAnswer, readQuestion } from '../answer/question.ts';
import type { Colour } from '../format/line.ts';

export interface Message {
  readonly text: string;
  readonly colour?: Colour;
}

/** What somebody has to know or do: why it failed, or what it waits for. */
export function messagesOf(view: RunView): Message[] {
  if (view.state === 'paused') return pausedMessages(view);
  if (view.state !== 'failed' || view.failure === null) return [];
  return partsOf(view.failure.error.message).map((text) => ({ text, colour: 'red' }));
}

/** What it asks and how it can be told; else who paused it and how it goes on. */
function pausedMessages({ runId, pause }: RunView): Message[] {
  if (pause !== null && pause.question !== null && pause.question !== undefined) {
    const question = readQuestion(pause.question);
    return [
      { text: question.sentence, colour: 'yellow' },
      ...(question.options.length === 0 ? [] : [{ text: `It suggests: ${question.options.join(' / ')}` }]),
      { text: howToAnswer(runId, question) },
    ];
  }
  return [{ text: `${pausedBy(pause)}You can ${describeNext({ do: 'resume', runId })}.` }];
}

function pausedBy(pause: PauseView | null): string {
  if (pause === null || (pause.by === null && pause.reason === null)) return '';
  const by = pause.by === null ? '' : ` by ${pause.by}`;
  const why = pause.reason === null ? '' : ` (${pause.reason})`;
  return `Paused${by}${why}. `;
}

/** The sentence of a failure in its parts: what happened, what was tried, what can be done. */
function partsOf(message: string): string[] {
  return message.split(/ (?=(?:Last action|Tried|Next): )/);
}
