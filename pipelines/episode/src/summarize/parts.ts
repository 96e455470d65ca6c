/** A stretch of text, and where it begins and ends in the audio, in seconds. */
export interface Part {
  readonly text: string;
  readonly startS: number;
  readonly endS: number;
}

/** Joins what follows each other to parts of at most `maxCharacters`; one that is longer by itself is cut. */
export function joinParts(pieces: readonly Part[], maxCharacters: number): readonly Part[] {
  const parts: Part[] = [];
  let open: Part | null = null;
  for (const piece of pieces.flatMap((each) => cutPart(each, maxCharacters))) {
    if (open !== null && open.text.length + 1 + piece.text.length <= maxCharacters) {
      open = { text: `${open.text}\n${piece.text}`, startS: open.startS, endS: piece.endS };
      continue;
    }
    if (open !== null) parts.push(open);
    open = piece;
  }
  return open === null ? parts : [...parts, open];
}

function cutPart(part: Part, maxCharacters: number): readonly Part[] {
  const count = Math.ceil(part.text.length / maxCharacters);
  if (count <= 1) return [part];
  return Array.from({ length: count }, (_, place) => ({
    ...part,
    text: part.text.slice(place * maxCharacters, (place + 1) * maxCharacters).toWellFormed(),
  }));
}
