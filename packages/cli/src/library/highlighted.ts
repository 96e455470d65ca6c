import type { AnswerOf } from '@telltale/api';
import { type Line, span } from '../format/line.ts';

type Hit = Pick<AnswerOf<'searchPassages'>['hits'][number], 'text' | 'highlights'>;

/** The text of a passage, with the words that were asked for in a colour. */
export function highlighted({ text, highlights }: Hit): Line {
  let from = 0;
  const parts = highlights.flatMap(({ start, end }) => {
    const before = text.slice(from, start);
    from = end;
    return [span(before), span(text.slice(start, end), ['bold', 'yellow'])];
  });
  return [...parts, span(text.slice(from))];
}
