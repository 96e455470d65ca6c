import { ITEM_OUTCOMES, type ItemOutcome } from '@telltale/core';
import { type Cursor, decodeCursor, encodeCursor, TEXT_PART } from './cursor.ts';
import { canExist, checkLimit, checkWords, DEFAULT_LIMIT, MAX_CHARACTERS } from './filters.ts';
import { ITEM_RESULTS, LIST_ITEMS, LIST_ITEMS_WITH_OUTCOME } from './queries/items.ts';
import type { QueryRunner } from './query-runner.ts';

/** An item that has ended; those in work stand in the run's `step.current`. */
export interface FinishedItem {
  readonly key: string;
  readonly outcome: ItemOutcome;
  /** How often it was tried. */
  readonly attempts: number;
}

export interface ItemPageOptions {
  readonly runId: string;
  readonly step: string;
  readonly outcome?: ItemOutcome;
  /** 1–500. Default: 50. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: Cursor | null;
}

export interface ItemPage {
  /** In the order of their keys. */
  readonly items: readonly FinishedItem[];
  readonly nextCursor: Cursor | null;
}

/** A page of a step's items. Throws `InvalidFilterError` and `InvalidCursorError`. */
export async function listItems(runner: QueryRunner, options: ItemPageOptions): Promise<ItemPage> {
  const { runId, step, outcome, cursor = null } = options;
  const limit = checkLimit(options.limit ?? DEFAULT_LIMIT);
  const [after = ''] = cursor === null ? [] : decodeCursor('items', cursor, [TEXT_PART]);
  if (outcome !== undefined) checkWords('outcome', [outcome], ITEM_OUTCOMES);
  if (!canHaveItems(runId, step)) return { items: [], nextCursor: null };
  const values = [runId, step, after, limit + 1];
  const rows = await runner.rows<FinishedItem>(
    outcome === undefined
      ? { name: 'list-items', text: LIST_ITEMS, values }
      : { name: 'list-items-with-outcome', text: LIST_ITEMS_WITH_OUTCOME, values: [...values, outcome] },
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit),
    nextCursor: last === undefined ? null : encodeCursor('items', [last.key]),
  };
}

export interface ItemResult extends FinishedItem {
  /** What its body gave back; `null` for nothing. */
  readonly result: unknown;
}

/** What is in memory at a time, at most, but for a single result that is larger than that. */
const RESULT_PAGE = { rows: 1_000, bytes: 2_097_152 };

/**
 * Every item of a step that has ended, with its result, in the order of the keys. It is read in pages while it is
 * consumed, each page a short query of its own: however many items there are, few are in memory, and a consumer that
 * takes its time holds no connection. An item that ends meanwhile comes if its key is still ahead.
 */
export async function* itemResults(
  runner: QueryRunner,
  runId: string,
  step: string,
): AsyncGenerator<ItemResult, void, undefined> {
  if (!canHaveItems(runId, step)) return;
  for (let after = ''; ; ) {
    const values = [runId, step, after, RESULT_PAGE.rows, RESULT_PAGE.bytes];
    const rows = await runner.rows<ItemResult>({ name: 'item-results', text: ITEM_RESULTS, values });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield* rows;
    after = last.key;
  }
}

function canHaveItems(runId: string, step: string): boolean {
  return canExist(runId, MAX_CHARACTERS.runId) && canExist(step, MAX_CHARACTERS.name);
}
