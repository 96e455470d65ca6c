import type { StoredSegment } from '../transcribe/index.ts';

/** Longer than this is no sentence: the transcript has no punctuation there. */
const MAX_CHARACTERS = 400;

/**
 * The sentences of a transcript, in any language. Where there is no punctuation, as engines without any leave it, what is
 * said between two pauses, a segment, counts as one.
 */
export function sentencesOf(segments: readonly Pick<StoredSegment, 'text'>[], language: string | null): string[] {
  const starts: number[] = [];
  let text = '';
  for (const segment of segments) {
    starts.push(text.length);
    text += `${segment.text} `;
  }
  const sentences: string[] = [];
  let next = 0;
  for (const { segment, index } of segmenterFor(language).segment(text)) {
    const end = index + segment.length;
    while (next < starts.length && (starts[next] ?? 0) <= index) next += 1;
    const cuts = [index];
    for (; segment.length > MAX_CHARACTERS && next < starts.length && (starts[next] ?? 0) < end; next += 1) {
      cuts.push(starts[next] ?? 0);
    }
    for (const [place, from] of cuts.entries()) {
      const sentence = text.slice(from, cuts[place + 1] ?? end).trim();
      if (sentence !== '') sentences.push(sentence);
    }
  }
  return sentences;
}

function segmenterFor(language: string | null): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language ?? 'en', { granularity: 'sentence' });
  } catch {
    // What a feed calls a language need not be one.
    return new Intl.Segmenter('en', { granularity: 'sentence' });
  }
}
