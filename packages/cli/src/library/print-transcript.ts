import type { AnswerOf } from '@telltale/api';
import { span } from '../format/line.ts';
import { printLine } from '../format/print-line.ts';
import type { Output } from '../output.ts';
import { offset } from './offset.ts';

/** Prints what is said, each segment with its time; who speaks where that changes. */
export function printTranscript(output: Output, { segments }: AnswerOf<'getTranscript'>): void {
  let before: string | null = null;
  for (const segment of segments) {
    const { startS, speaker, text } = segment;
    output.record(segment);
    const name = speaker === null || speaker === before ? '' : `${speaker}: `;
    printLine(output, [span(`${offset(startS).padStart(7)}  `, 'dim'), span(name, 'bold'), span(text)]);
    before = speaker;
  }
  if (segments.length === 0) output.print('It has no transcript yet.');
}
