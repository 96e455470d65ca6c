import { toBoundedText } from './bounded-text.ts';
import { LIMITS } from './limits.ts';

/**
 * A run's title as it is recorded: on one line, within `LIMITS.labelCharacters`, redacted, safe for Postgres and for a
 * terminal. Empty if it is no text, or nothing of it can be read.
 */
export function titleText(text: unknown): string {
  if (typeof text !== 'string') return '';
  return toBoundedText(text.replace(/\s+/g, ' '), { maxCharacters: LIMITS.labelCharacters }).trim();
}
