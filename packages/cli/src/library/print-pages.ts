import type { Output } from '../output.ts';

export interface PagesOptions<Item> {
  readonly output: Output;
  /** At most so many of all pages together. */
  readonly most: number;
  readonly load: (page: {
    readonly limit: number;
    readonly cursor: string | undefined;
  }) => Promise<{ readonly items: readonly Item[]; readonly nextCursor: string | null }>;
  readonly print: (items: readonly Item[]) => void;
}

const PAGE = 500;

/** Prints a list page by page as it comes, and records each of its items. Says how many there were, and whether there are more. */
export async function printPages<Item>({ output, most, load, print }: PagesOptions<Item>): Promise<{
  readonly printed: number;
  readonly hasMore: boolean;
}> {
  let printed = 0;
  let cursor: string | undefined;
  for (;;) {
    const { items, nextCursor } = await load({ limit: Math.max(1, Math.min(PAGE, most - printed)), cursor });
    for (const item of items) output.record(item);
    if (items.length > 0 && !output.json) print(items);
    printed += items.length;
    if (nextCursor === null || printed >= most) return { printed, hasMore: nextCursor !== null };
    cursor = nextCursor;
  }
}
