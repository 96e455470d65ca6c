import { toBoundedJsonText } from './bounded-json.ts';
import { cutText, noteCut } from './cut-text.ts';
import { LIMITS } from './limits.ts';
import { safeText } from './safe-text.ts';

export interface BoundedTextOptions {
  /** The most characters (UTF-16 code units) of the text, the note of what was cut included. */
  readonly maxCharacters?: number;
  /** Whether secrets are replaced. */
  readonly redact?: boolean;
}

/**
 * Any value as text for people and for a `text` column: a string as it is, anything else as JSON; bounded, redacted, with
 * the cut length noted. Never throws.
 */
export function toBoundedText(value: unknown, options: BoundedTextOptions = {}): string {
  const { maxCharacters = LIMITS.textCharacters, redact = true } = options;
  if (typeof value === 'string') return noteCut(safeText(value, { maxCharacters, redact }), maxCharacters);
  const json = toBoundedJsonText(value, { maxBytes: maxCharacters, redact });
  const text = json.startsWith('"') ? (JSON.parse(json) as string) : json;
  // Only a limit below that of JSON leaves anything to cut: JSON has at least as many bytes as characters.
  return cutText(text, maxCharacters);
}
