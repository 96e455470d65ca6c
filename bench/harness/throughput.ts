import pg from 'pg';
import type { BenchDatabase, BenchServer } from './bench-server.ts';
import type { Case, Figures } from './case.ts';
import { collectGarbage } from './collect-garbage.ts';
import { formatNumber } from './format.ts';
import { tableBytes } from './server-usage.ts';

/** One way to get items into a database. */
export interface Contender {
  readonly name: string;
  /** What it is, for the table. */
  readonly title: string;
  /** Its items as a multiple of `--items`, so that fast and slow cases take about equally long. */
  readonly share: number;
  /** Rows that it writes for an item, where they are compared with other rows. Default: 1. */
  readonly rowsPerItem?: number;
  open(url: string): Promise<OpenContender>;
}

export interface OpenContender extends AsyncDisposable {
  /** What has to be there before the clock starts, such as the queue from which the items are worked off. */
  load?(keys: readonly string[]): Promise<void>;
  /** Resolves once every one of these items is durable. */
  work(keys: readonly string[]): Promise<void>;
  /** A query for how many items the database says are done. */
  readonly countDone: string;
}

/** Items before the clock starts: connections, prepared statements, compiled code, first touch of each page. */
const WARM_UP_ITEMS = 300;

/** Measures a contender on a fresh database; fails if an item that it was given is not there at the end. */
export function throughputCase(server: BenchServer, contender: Contender, baseItems: number): Case {
  const items = Math.max(100, Math.round(baseItems * contender.share));
  const warmUpItems = Math.min(WARM_UP_ITEMS, items);
  const allKeys = Array.from({ length: warmUpItems + items }, (_, n) => keyOf(n));
  const warmUpKeys = allKeys.slice(0, warmUpItems);
  const keys = allKeys.slice(warmUpItems);
  return {
    name: contender.name,
    headline: ({ itemsPerSecond = Number.NaN }) => `${formatNumber(itemsPerSecond)} items/s`,
    run: async () => {
      await using database = await server.freshDatabase();
      const fsyncsBefore = await server.walFsyncs();
      const figures = await measure(server, database, contender, warmUpKeys, keys);
      await database.quiet();
      const fsyncs = (await server.walFsyncs()) - fsyncsBefore;
      return { ...figures, fsyncsPerItem: fsyncs / (warmUpKeys.length + keys.length) };
    },
  };
}

async function measure(
  server: BenchServer,
  { url }: BenchDatabase,
  contender: Contender,
  warmUpKeys: readonly string[],
  keys: readonly string[],
): Promise<Figures> {
  await using inspector = await connect(url);
  await using open = await contender.open(url);
  await open.load?.(warmUpKeys);
  await open.work(warmUpKeys);
  const doneBefore = await count(inspector.client, open.countDone);
  await open.load?.(keys);
  const tablesBefore = await tableBytes(inspector.client);
  collectGarbage();

  const before = await server.usage();
  const startedMs = performance.now();
  await open.work(keys);
  const seconds = (performance.now() - startedMs) / 1000;
  const after = await server.usage();

  const done = (await count(inspector.client, open.countDone)) - doneBefore;
  if (done !== keys.length) throw new Error(`${contender.name} was given ${keys.length} items and stored ${done}`);
  const perItem = (value: number): number => value / keys.length;
  return {
    items: keys.length,
    itemsPerSecond: keys.length / seconds,
    rowsPerSecond: (keys.length * (contender.rowsPerItem ?? 1)) / seconds,
    walBytesPerItem: perItem(after.walBytes - before.walBytes),
    tableBytesPerItem: perItem((await tableBytes(inspector.client)) - tablesBefore),
    clientMicrosecondsPerItem: perItem(after.clientCpuMicroseconds - before.clientCpuMicroseconds),
    serverMicrosecondsPerItem: perItem(after.serverCpuMicroseconds - before.serverCpuMicroseconds),
  };
}

function keyOf(n: number): string {
  return `item-${String(n).padStart(6, '0')}`;
}

async function connect(url: string): Promise<AsyncDisposable & { readonly client: pg.Client }> {
  const client = new pg.Client(url);
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

async function count(client: pg.Client, query: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(query);
  return Number(rows[0]?.count);
}
