import { noteCut } from './cut-text.ts';
import { utf8Bytes } from './json-text.ts';
import { LIMITS } from './limits.ts';
import { safeText } from './safe-text.ts';
import { type Secrecy, secrecyOf } from './secret-keys.ts';

/** A key as it goes into JSON, and what it says about its value. */
export interface JsonKey {
  /** With quotes and colon. */
  readonly text: string;
  readonly bytes: number;
  readonly secrecy: Secrecy;
}

/** Events use few keys again and again; looking one up takes a tenth of the time of making it. */
const memo = new Map<string, JsonKey>();
const MEMO_SIZE = 1_000;

export function jsonKey(key: string, redact: boolean): JsonKey {
  if (!redact) return makeKey(key, redact);
  const known = memo.get(key);
  if (known !== undefined) return known;
  const made = makeKey(key, redact);
  if (key.length <= LIMITS.keyCharacters) {
    if (memo.size >= MEMO_SIZE) memo.clear();
    memo.set(key, made);
  }
  return made;
}

function makeKey(key: string, redact: boolean): JsonKey {
  const maxCharacters = LIMITS.keyCharacters;
  const text = `${JSON.stringify(noteCut(safeText(key, { maxCharacters, redact }), maxCharacters))}:`;
  return { text, bytes: utf8Bytes(text), secrecy: redact ? secrecyOf(key) : 'public' };
}
