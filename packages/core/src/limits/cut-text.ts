export interface CutText {
  /** What is kept. Says nothing of the cut. */
  readonly text: string;
  /** How many characters were cut; 0 if none. */
  readonly cutCharacters: number;
}

/** `12345` as `12,345`, the same in every locale. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The largest end ≤ `end` that does not separate the two halves of a surrogate pair. */
export function codePointEnd(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  const next = text.charCodeAt(end);
  const splitsPair = last >= 0xd800 && last <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
  return splitsPair ? end - 1 : end;
}

/** What follows the kept text: `… (+12,345 characters)`. */
export function cutNote(cutCharacters: number): string {
  return cutCharacters === 0 ? '' : `… (+${formatCount(cutCharacters)} character${cutCharacters === 1 ? '' : 's'})`;
}

/** The text cut to `maxCharacters`, and how many were cut, for a caller that keeps the two apart. */
export function splitText(text: string, maxCharacters: number): CutText {
  if (text.length <= maxCharacters) return { text, cutCharacters: 0 };
  const kept = text.slice(0, codePointEnd(text, Math.max(0, maxCharacters)));
  return { text: kept, cutCharacters: text.length - kept.length };
}

/**
 * The text if it has at most `maxCharacters` characters, else its beginning with the cut length noted, together within
 * `maxCharacters`. Where the note would take more than half of them, a bare `…` stands for it.
 */
export function cutText(text: string, maxCharacters: number): string {
  return noteCut({ text, cutCharacters: 0 }, maxCharacters);
}

/** As `cutText`, for a text of which `cutCharacters` are gone already: `text` and note together within the limit. */
export function noteCut({ text, cutCharacters }: CutText, maxCharacters: number): string {
  const note = cutNote(cutCharacters);
  if (text.length + note.length <= maxCharacters) return text + note;
  // The number of cut characters decides how long its note is, so room is made for the longest that it can be.
  const noteRoom = cutNote(cutCharacters + text.length).length;
  if (noteRoom * 2 > maxCharacters) return maxCharacters < 1 ? '' : `${splitText(text, maxCharacters - 1).text}…`;
  const kept = splitText(text, maxCharacters - noteRoom);
  return kept.text + cutNote(cutCharacters + kept.cutCharacters);
}
