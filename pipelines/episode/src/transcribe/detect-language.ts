import { detectLanguage as languageOfText, type Segment } from '@telltale/speech';

/** The beginning tells it as well as the whole. */
const SEGMENTS = 200;

/** ISO 639-1 of the language that segments are in; `null` if it cannot be told for certain. */
export async function detectLanguage(segments: readonly Segment[]): Promise<string | null> {
  const beginning = segments.slice(0, SEGMENTS).map(({ text }) => text);
  return await languageOfText(beginning.join(' '));
}
