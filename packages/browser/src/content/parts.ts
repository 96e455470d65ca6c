import { splitText } from '@telltale/core';

/** Most characters of one part of a page. */
export const PART_CHARACTERS = 15_000;

/** How far back from its longest end a part may end, so that a line stays whole. */
const BACK_CHARACTERS = 3_000;

/** A long text in parts that end where a line does, if there is one. There is always one, if an empty one. */
export function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== '' || parts.length === 0; ) {
    const part = firstPart(rest);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return parts;
}

function firstPart(text: string): string {
  const longest = splitText(text, PART_CHARACTERS).text;
  if (longest.length === text.length) return text;
  const lineEnd = longest.lastIndexOf('\n') + 1;
  return lineEnd > PART_CHARACTERS - BACK_CHARACTERS ? longest.slice(0, lineEnd) : longest;
}
