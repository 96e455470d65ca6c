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
  /** What it has measured of the last `work` itself. */
  figures?(): Figures;
}

export interface ThroughputOptions {
  /** What a contender's `share` is a multiple of. */
  readonly items: number;
  /**
   * How long a contender works before the clock starts, in milliseconds: connections, prepared statements, compiled code,
   * first touch of each page. A worker that has just started is not what we ask about.
   */
  readonly warmUpMs: number;
}

const WARM_UP_ITEMS = 300;

/** Measures a contender on a fresh database; fails if an item that it was given is not there at the end. */
export function throughputCase(server: BenchServer, contender: Contender, options: ThroughputOptions): Case {
  return {
    name: contender.name,
    headline: ({ itemsPerSecond = Number.NaN }) => `${formatNumber(itemsPerSecond)} items/s`,
    run: async () => {
      await using database = await server.freshDatabase();
      const fsyncsBefore = await server.walFsyncs();
      const { allItems, figures } = await measure(server, database, contender, options);
      await database.quiet();
      return { ...figures, fsyncsPerItem: ((await server.walFsyncs()) - fsyncsBefore) / allItems };
    },
  };
}

async function measure(
  server: BenchServer,
  { url }: BenchDatabase,
  contender: Contender,
  { items: baseItems, warmUpMs }: ThroughputOptions,
): Promise<{ allItems: number; figures: Figures }> {
  const items = Math.max(100, Math.round(baseItems * contender.share));
  const source = keySource();
  await using inspector = await connect(url);
  await using open = await contender.open(url);
  for (const startedMs = performance.now(); performance.now() - startedMs < warmUpMs; ) {
    const warmUpKeys = source.take(Math.min(WARM_UP_ITEMS, items));
    await open.load?.(warmUpKeys);
    await open.work(warmUpKeys);
  }
  const keys = source.take(items);
  await open.load?.(keys);
  const doneBefore = await count(inspector.client, open.countDone);
  const tablesBefore = await tableBytes(inspector.client);
  collectGarbage();

  const before = await server.usage();
  const startedMs = performance.now();
  await open.work(keys);
  const seconds = (performance.now() - startedMs) / 1000;
  const after = await server.usage();

  const done = (await count(inspector.client, open.countDone)) - doneBefore;
  if (done !== items) throw new Error(`${contender.name} was given ${items} items and stored ${done}`);
  const perItem = (value: number): number => value / items;
  const figures = {
    itemsPerSecond: items / seconds,
    rowsPerSecond: (items * (contender.rowsPerItem ?? 1)) / seconds,
    walBytesPerItem: perItem(after.walBytes - before.walBytes),
    tableBytesPerItem: perItem((await tableBytes(inspector.client)) - tablesBefore),
    clientMicrosecondsPerItem: perItem(after.clientCpuMicroseconds - before.clientCpuMicroseconds),
    serverMicrosecondsPerItem: perItem(after.serverCpuMicroseconds - before.serverCpuMicroseconds),
    ...open.figures?.(),
  };
  return { allItems: source.taken, figures };
}

/** Keys in ascending order, as a step works through its items. */
function keySource(): { readonly taken: number; take(count: number): string[] } {
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    take: (count) => Array.from({ length: count }, () => `item-${String(taken++).padStart(6, '0')}`),
  };
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
