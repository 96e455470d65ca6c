import pg from 'pg';
import { inLanes } from '../../../harness/lanes.ts';
import type { Contender } from '../../../harness/throughput.ts';
import { ITEM_DATA, ITEM_TYPE } from '../item-events.ts';
import { STEP } from '../make-run.ts';

interface PlainContender extends Omit<Contender, 'open'> {
  readonly lanes: number;
  /** A query for how many items are done. */
  readonly countDone: string;
  /** A statement that undoes what was written before. */
  readonly reset?: string;
  /** Writes one item; `n` counts from 1. */
  readonly write: (client: pg.Client, key: string, n: number) => Promise<unknown>;
}

const INSERT = 'INSERT INTO rival.event (run, at, seq, type, step, item, data) VALUES (1, $1, $2, $3, $4, $5, $6)';
const UPDATE =
  'UPDATE rival.progress SET last_seq = last_seq + 1, done = done + 1, current = $1, advanced_at = $2 WHERE run = 1';
const INSERT_AND_UPDATE = `WITH inserted AS (${INSERT})
  UPDATE rival.progress SET last_seq = last_seq + 1, done = done + 1, current = $5, advanced_at = $1 WHERE run = 1`;

const COUNT_EVENTS = 'SELECT count(*) FROM rival.event';

const eventValues = (key: string, n: number): unknown[] => [new Date(), n, ITEM_TYPE, STEP, key, ITEM_DATA];
const insert = (client: pg.Client, key: string, n: number) =>
  client.query({ name: 'insert', text: INSERT, values: eventValues(key, n) });
const update = (client: pg.Client, key: string) =>
  client.query({ name: 'update', text: UPDATE, values: [key, new Date()] });
const insertAndUpdate = (client: pg.Client, key: string, n: number) =>
  client.query({ name: 'insert-update', text: INSERT_AND_UPDATE, values: eventValues(key, n) });

/** What people write first. Every statement is prepared, and every lane has a connection of its own. */
export const plainContenders: readonly Contender[] = [
  plain({
    name: 'jsonb-list',
    title: 'UPDATE that appends to one JSONB list',
    lanes: 1,
    share: 0.2,
    countDone: 'SELECT jsonb_array_length(events) AS count FROM rival.list',
    // Its cost is that of the list so far: a warm-up must not lengthen it.
    reset: "UPDATE rival.list SET events = '[]'",
    write: (client, key, n) =>
      client.query({
        name: 'append',
        text: 'UPDATE rival.list SET events = events || $1::jsonb WHERE run = 1',
        values: [JSON.stringify([{ seq: n, at: new Date(), type: ITEM_TYPE, step: STEP, item: key, data: ITEM_DATA }])],
      }),
  }),
  plain({ name: 'insert-1', title: 'INSERT, 1 at a time', lanes: 1, share: 1, countDone: COUNT_EVENTS, write: insert }),
  plain({
    name: 'insert-20',
    title: 'INSERT, 20 at a time',
    lanes: 20,
    share: 2,
    countDone: COUNT_EVENTS,
    write: insert,
  }),
  plain({
    name: 'insert-update-cte',
    title: 'INSERT + UPDATE, one statement',
    lanes: 1,
    share: 1,
    countDone: COUNT_EVENTS,
    write: insertAndUpdate,
  }),
  plain({
    name: 'insert-update-two',
    title: 'INSERT + UPDATE, two commits',
    lanes: 1,
    share: 0.5,
    countDone: COUNT_EVENTS,
    write: async (client, key, n) => {
      await insert(client, key, n);
      await update(client, key);
    },
  }),
  plain({
    name: 'insert-update-transaction',
    title: 'INSERT + UPDATE, one transaction',
    lanes: 1,
    share: 0.5,
    countDone: COUNT_EVENTS,
    write: async (client, key, n) => {
      await client.query('BEGIN');
      await insert(client, key, n);
      await update(client, key);
      await client.query('COMMIT');
    },
  }),
  plain({
    name: 'insert-update-20',
    title: 'INSERT + UPDATE, one statement, 20 at a time',
    lanes: 20,
    share: 0.5,
    countDone: COUNT_EVENTS,
    write: insertAndUpdate,
  }),
  plain({
    name: 'commit',
    title: 'commit of one integer, no index',
    lanes: 1,
    share: 1,
    countDone: 'SELECT count(*) FROM rival.tick',
    write: (client, _key, n) => client.query({ name: 'tick', text: 'INSERT INTO rival.tick VALUES ($1)', values: [n] }),
  }),
];

function plain({ lanes, countDone, reset = '', write, ...contender }: PlainContender): Contender {
  return {
    ...contender,
    open: async (url) => {
      const clients = await Promise.all(
        Array.from({ length: lanes }, async () => {
          const client = new pg.Client(url);
          await client.connect();
          return client;
        }),
      );
      let written = 0;
      return {
        countDone,
        load: async () => {
          await clients[0]?.query(reset);
        },
        work: async (keys) => {
          const idle = [...clients];
          await inLanes(lanes, keys, async (key) => {
            const client = idle.pop();
            if (client === undefined) throw new Error('a lane found no connection');
            written += 1;
            await write(client, key, written);
            idle.push(client);
          });
        },
        [Symbol.asyncDispose]: async () => {
          await Promise.all(clients.map((client) => client.end()));
        },
      };
    },
  };
}
