export interface WordErrors {
  /** Errors per word of the reference: 0 is perfect, and more than 1 is possible. */
  readonly rate: number;
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
  readonly referenceWords: number;
}

interface Cost {
  readonly errors: number;
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
}

/**
 * How far what was heard is from what was said: the fewest words to replace, insert and delete (Levenshtein), per word said.
 * Case, punctuation and forms of the same letters do not count. Takes time in the product of both lengths, and memory in one.
 */
export function wordErrorRate(reference: string, hypothesis: string): WordErrors {
  const said = wordsOf(reference);
  const heard = wordsOf(hypothesis);
  let row: Cost[] = Array.from({ length: heard.length + 1 }, (_, count) => ({
    ...NONE,
    errors: count,
    insertions: count,
  }));
  for (const [index, word] of said.entries()) {
    const next: Cost[] = [{ ...NONE, errors: index + 1, deletions: index + 1 }];
    for (const [place, other] of heard.entries()) {
      next.push(word === other ? (row[place] ?? NONE) : cheapest(row[place], row[place + 1], next[place]));
    }
    row = next;
  }
  const { errors, ...kinds } = row.at(-1) ?? NONE;
  return {
    ...kinds,
    rate: said.length === 0 ? Math.min(1, errors) : errors / said.length,
    referenceWords: said.length,
  };
}

const NONE: Cost = { errors: 0, substitutions: 0, insertions: 0, deletions: 0 };

function cheapest(both: Cost = NONE, above: Cost = NONE, left: Cost = NONE): Cost {
  if (both.errors <= above.errors && both.errors <= left.errors) {
    return { ...both, errors: both.errors + 1, substitutions: both.substitutions + 1 };
  }
  return above.errors <= left.errors
    ? { ...above, errors: above.errors + 1, deletions: above.deletions + 1 }
    : { ...left, errors: left.errors + 1, insertions: left.insertions + 1 };
}

function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  return plain.match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? [];
}
