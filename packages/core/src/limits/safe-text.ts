import { encodedBytesNote, replaceEncodedBytes } from './byte-notes.ts';
import { type CutText, codePointEnd, splitText } from './cut-text.ts';
import { redactText } from './redact.ts';

const ESC = '\\u001b';
/** Escape sequences of terminals: colours and cursor moves (CSI), titles and links (OSC), and single ones. */
const TERMINAL_CODES = new RegExp(
  [`(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*[@-~]`, `${ESC}\\][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\)`, `${ESC}[@-_]?`].join(
    '|',
  ),
  'g',
);

/**
 * How far behind a cut a text is read, in characters, so that a secret that the cut would separate is still seen as one.
 * No shape in `token-shapes.ts` or `redact.ts` needs more than this to be told.
 */
const MARGIN_CHARACTERS = 256;

interface SafeTextOptions {
  readonly maxCharacters: number;
  readonly redact: boolean;
}

/**
 * The beginning of a text as anybody may see it and Postgres may store it: no terminal codes, no NUL, no half of a
 * surrogate pair, bytes as notes, secrets redacted. It has at most `maxCharacters`, and reads little more of the text.
 */
export function safeText(text: string, { maxCharacters, redact }: SafeTextOptions): CutText {
  const note = encodedBytesNote(text);
  if (note !== undefined) return splitText(note, maxCharacters);
  const sampleEnd = Math.min(text.length, codePointEnd(text, Math.max(0, maxCharacters) + MARGIN_CHARACTERS));
  const isCut = sampleEnd < text.length;
  const sample = isCut ? text.slice(0, sampleEnd) : text;
  const storable = sample.replace(TERMINAL_CODES, '').replaceAll('\0', '\ufffd').toWellFormed();
  const shown = replaceEncodedBytes(storable, { isCut });
  const safe = redact ? redactText(shown, { isCut }) : shown;
  const end = isCut ? safe.length - Math.min(MARGIN_CHARACTERS, commonEnd(safe, storable)) : safe.length;
  const kept = splitText(safe, Math.min(maxCharacters, end));
  return { text: kept.text, cutCharacters: kept.cutCharacters + text.length - sampleEnd };
}

/**
 * How many characters at the end of both texts are the same, at most the margin. What a cut separated from the rest of
 * its secret is there, since nothing replaced it.
 */
function commonEnd(left: string, right: string): number {
  let length = 0;
  while (length < MARGIN_CHARACTERS && length < left.length && left.at(-1 - length) === right.at(-1 - length)) {
    length += 1;
  }
  return length;
}
