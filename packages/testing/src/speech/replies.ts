import { answers } from '../model/replies.ts';
import type { PlainAnswer } from '../model/reply.ts';

/** A segment of an answer; times in seconds. */
export interface SpokenSegment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface HeardOptions {
  /** As OpenAI has it: an English word. Default: `english`. */
  readonly language?: string;
  /** Default: none, as if no words had been asked for. */
  readonly words?: readonly { readonly word: string; readonly start: number; readonly end: number }[];
}

/** A transcript as `verbose_json`. */
export function heard(
  segments: readonly SpokenSegment[],
  { language = 'english', words }: HeardOptions = {},
): PlainAnswer {
  const body = {
    task: 'transcribe',
    language,
    duration: segments.at(-1)?.end ?? 0,
    text: segments.map(({ text }) => text).join(' '),
    segments: segments.map((segment, id) => ({
      id,
      seek: 0,
      ...segment,
      tokens: [],
      temperature: 0,
      no_speech_prob: 0,
    })),
    ...(words === undefined ? {} : { words }),
  };
  return answers(200, JSON.stringify(body), { 'content-type': 'application/json' });
}

/** A transcript as a server gives it that knows no times: `json`. */
export function heardPlainly(text: string): PlainAnswer {
  return answers(200, JSON.stringify({ text }), { 'content-type': 'application/json' });
}
