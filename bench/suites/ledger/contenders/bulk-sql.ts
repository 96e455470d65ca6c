import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { chunks } from '../../../harness/lanes.ts';
import type { Contender } from '../../../harness/throughput.ts';
import { ITEM_DATA, ITEM_TYPE, RESULT_JSON } from '../item-events.ts';
import { STEP } from '../make-run.ts';

/** The rows of `recorder-unawaited-events`, or those of `recorder-unawaited-items`. */
type Rows = 'events' | 'items';

/** Writes some event rows or some item rows; the first one's number is `first`. */
interface BulkStatements {
  events(client: pg.Client, keys: readonly string[], first: number): Promise<unknown>;
  items(client: pg.Client, keys: readonly string[]): Promise<unknown>;
}

const EVENT_COLUMNS = 'run, at, seq, type, step, item, data';
const ITEM_COLUMNS = 'run, step, key, outcome, result';
const STATEMENT_ROWS = 1_000;

const valuesOf = (rows: number, width: number): string =>
  Array.from(
    { length: rows },
    (_, row) => `(1, ${Array.from({ length: width }, (__, column) => `$${row * width + column + 1}`).join(', ')})`,
  ).join(', ');

const VALUES: BulkStatements = {
  events: (client, keys, first) =>
    client.query({
      name: `events-${keys.length}`,
      text: `INSERT INTO rival.event (${EVENT_COLUMNS}) VALUES ${valuesOf(keys.length, 6)}`,
      values: keys.flatMap((key, index) => [new Date(), first + index, ITEM_TYPE, STEP, key, ITEM_DATA]),
    }),
  items: (client, keys) =>
    client.query({
      name: `items-${keys.length}`,
      text: `INSERT INTO rival.item (${ITEM_COLUMNS}) VALUES ${valuesOf(keys.length, 4)}`,
      values: keys.flatMap((key) => [STEP, key, 'succeeded', RESULT_JSON]),
    }),
};

const UNNEST: BulkStatements = {
  events: (client, keys, first) =>
    client.query({
      name: 'events',
      text: `INSERT INTO rival.event (${EVENT_COLUMNS})
             SELECT 1, * FROM unnest($1::timestamptz[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`,
      values: [
        keys.map(() => new Date()),
        keys.map((_, index) => first + index),
        keys.map(() => ITEM_TYPE),
        keys.map(() => STEP),
        keys,
        keys.map(() => ITEM_DATA),
      ],
    }),
  items: (client, keys) =>
    client.query({
      name: 'items',
      text: `INSERT INTO rival.item (${ITEM_COLUMNS})
             SELECT 1, * FROM unnest($1::text[], $2::text[], $3::text[], $4::jsonb[])`,
      values: [keys.map(() => STEP), keys, keys.map(() => 'succeeded'), keys.map(() => RESULT_JSON)],
    }),
};

/** One statement and one commit for all rows: what Postgres can take in at most. */
const COPY: BulkStatements = {
  events: (client, keys, first) =>
    copy(client, `rival.event (${EVENT_COLUMNS})`, keys, (key, index) => {
      const at = new Date().toISOString();
      return `1\t${at}\t${first + index}\t${ITEM_TYPE}\t${STEP}\t${key}\t${ITEM_DATA}\n`;
    }),
  items: (client, keys) =>
    copy(client, `rival.item (${ITEM_COLUMNS})`, keys, (key) => `1\t${STEP}\t${key}\tsucceeded\t${RESULT_JSON}\n`),
};

const ROWS: readonly Rows[] = ['events', 'items'];

/** The limits of this database and this driver: the same rows as the recorder's, from one client, in bulk. */
export const bulkContenders: readonly Contender[] = ROWS.flatMap((rows) => [
  bulk('values', rows, `INSERT … VALUES of ${STATEMENT_ROWS} ${rows}`, VALUES, STATEMENT_ROWS),
  bulk('unnest', rows, `INSERT … SELECT unnest of ${STATEMENT_ROWS} ${rows}`, UNNEST, STATEMENT_ROWS),
  bulk('copy', rows, `COPY of all ${rows}`, COPY, Number.POSITIVE_INFINITY),
]);

function bulk(kind: string, rows: Rows, title: string, statements: BulkStatements, size: number): Contender {
  return {
    name: `${kind}-${rows}`,
    title,
    share: rows === 'events' ? 24 : 12,
    rowsPerItem: rows === 'events' ? 1 : 2,
    open: async (url) => {
      const client = new pg.Client(url);
      await client.connect();
      let first = 1;
      return {
        countDone: `SELECT count(*) FROM rival.${rows === 'events' ? 'event' : 'item'}`,
        work: async (keys) => {
          for (const chunk of chunks(keys, Math.min(size, keys.length))) {
            if (rows === 'items') await client.query('BEGIN');
            await statements.events(client, chunk, first);
            if (rows === 'items') {
              await statements.items(client, chunk);
              await client.query('COMMIT');
            }
            first += chunk.length;
          }
        },
        [Symbol.asyncDispose]: () => client.end(),
      };
    },
  };
}

/** Lines that are sent together: the driver's cost is per piece. */
const COPY_LINES = 500;

async function copy(
  client: pg.Client,
  target: string,
  keys: readonly string[],
  line: (key: string, index: number) => string,
): Promise<void> {
  function* pieces(): Generator<string> {
    for (let from = 0; from < keys.length; from += COPY_LINES) {
      const piece = keys.slice(from, from + COPY_LINES);
      yield piece.map((key, index) => line(key, from + index)).join('');
    }
  }
  await pipeline(pieces, client.query(copyFrom(`COPY ${target} FROM STDIN`)));
}
