import { z } from 'zod';
import { SpeechEngineError } from '../../errors.ts';
import { languageCode } from '../../transcript/language-code.ts';
import type { Segment, Transcript, Word } from '../../transcript/transcript.ts';

/** A database stores neither NUL nor half of a character. */
const text = z.string().transform((said) => said.replaceAll('\0', ' ').toWellFormed());
const ANSWER = z.object({
  text,
  language: z.string().optional(),
  segments: z.array(z.object({ start: z.number(), end: z.number(), text })).optional(),
  words: z.array(z.object({ start: z.number(), end: z.number(), word: text })).optional(),
});

interface Asked {
  readonly description: string;
  readonly durationS: number;
  readonly language: string | null;
}

/** A transcript of what an OpenAI-compatible API answered. A server that gives no times has its text in one segment. */
export function readAnswer(body: string, { description, durationS, language }: Asked): Transcript {
  const answer = parse(body, description);
  const whole = { start: 0, end: durationS, text: answer.text };
  const clamp = (seconds: number) => Math.max(0, Math.min(durationS, seconds));
  const told = (answer.segments ?? [whole])
    .map(({ start, end, text }) => ({ start: clamp(start), end: clamp(end), text: text.trim() }))
    .filter(({ text }) => text !== '');
  const words = (answer.words ?? []).map(({ word, start, end }) => ({
    word: word.trim(),
    start: clamp(start),
    end: clamp(end),
  }));
  return { segments: withWords(told, words), language: languageCode(answer.language) ?? language };
}

function parse(body: string, description: string): z.output<typeof ANSWER> {
  try {
    return ANSWER.parse(JSON.parse(body));
  } catch (error) {
    throw new SpeechEngineError(`The answer of ${description} could not be read.`, {
      engine: description,
      code: 'speech_down',
      hint: 'Check that the base URL is that of a transcription service which speaks as OpenAI’s does.',
      retryable: true,
      cause: error,
    });
  }
}

/** Each word goes to the segment in which it begins, the last that has begun by then. */
function withWords(segments: readonly Segment[], words: readonly Word[]): readonly Segment[] {
  if (words.length === 0) return segments;
  const lists = segments.map((): Word[] => []);
  let at = 0;
  for (const word of words) {
    while (at + 1 < segments.length && (segments[at + 1]?.start ?? 0) <= word.start) at += 1;
    lists[at]?.push(word);
  }
  return segments.map((segment, index) => ({ ...segment, words: lists[index] ?? [] }));
}
