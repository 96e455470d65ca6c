import type { Line } from '../format/line.ts';

/** A part of the picture that can be drawn in fewer lines than it would like. */
export interface Block {
  /** Who stays and who gets room first: the highest. */
  readonly rank: number;
  /** How many lines it would like. */
  readonly most: number;
  /** How many it needs to be worth its place. */
  readonly least: number;
  /** Draws it in at most so many lines. */
  readonly lines: (rows: number) => readonly Line[];
}

/** A block of lines that are there or not. */
export function fixed(rank: number, lines: readonly Line[]): Block {
  return { rank, most: lines.length, least: lines.length, lines: () => lines };
}

/** The blocks in their order, in at most `rows` lines: whole blocks go, the least important first, then room is given. */
export function arrange(blocks: readonly Block[], rows: number): Line[] {
  const byRank = blocks.filter(({ most }) => most > 0).toSorted((a, b) => b.rank - a.rank);
  while (byRank.length > 1 && sum(byRank.map(leastOf)) > rows) byRank.pop();
  const given = new Map(byRank.map((block) => [block, leastOf(block)]));
  let left = rows - sum([...given.values()]);
  for (const block of byRank) {
    const more = Math.max(0, Math.min(left, block.most - leastOf(block)));
    given.set(block, leastOf(block) + more);
    left -= more;
  }
  return blocks.flatMap((block) => {
    const height = given.get(block);
    return height === undefined ? [] : block.lines(height).slice(0, rows);
  });
}

function leastOf({ least, most }: Block): number {
  return Math.min(least, most);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
