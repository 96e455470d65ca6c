import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case, Figures } from '../../../harness/case.ts';
import { formatNumber } from '../../../harness/format.ts';
import { Observer } from '../observer.ts';
import { type ListFigures, list } from '../pipelines/list.ts';
import { BenchProcess } from '../processes/bench-process.ts';

const MEGABYTE = 1024 ** 2;

/** Items that are left for the worker that goes on. */
const LEFT = 10;
const NONE = Number.MAX_SAFE_INTEGER;

/** A list of so many items, and what it costs the process that works through it. */
export interface ListKind {
  readonly name: string;
  readonly title: string;
  /** Whether the items come one by one, from an async iterable, and not as an array. */
  readonly stream: boolean;
  readonly collect: boolean;
  /** Whether to measure a worker that takes the step over when all items but ten are done. */
  readonly resume: boolean;
}

export const LIST_KINDS: readonly ListKind[] = [
  { name: 'list-array', title: 'array', stream: false, collect: true, resume: false },
  { name: 'list-array-counted', title: 'array, collect: false', stream: false, collect: false, resume: false },
  { name: 'list-stream', title: 'async iterable', stream: true, collect: true, resume: false },
  { name: 'list-stream-counted', title: 'async iterable, collect: false', stream: true, collect: false, resume: false },
  { name: 'list-resumed', title: 'array, taken over with 10 left', stream: false, collect: true, resume: true },
  {
    name: 'list-resumed-counted',
    title: 'async iterable, collect: false, taken over with 10 left',
    stream: true,
    collect: false,
    resume: true,
  },
];

export function listCase(server: BenchServer, kind: ListKind, items: number): Case {
  const { name, stream, collect, resume } = kind;
  return {
    name,
    headline: ({ seconds = Number.NaN, peakRss = Number.NaN }) =>
      `${formatNumber(seconds)} s, at most ${formatNumber(peakRss)} MB`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using observer = await Observer.open(database.url);
      const input = { subject: 'subject', items, stream, collect, askFrom: resume ? items - LEFT : NONE };
      const { runId } = await observer.client.submit(list, input);
      if (resume) await workUntilAsked(database.url, observer, runId);
      await using worker = await BenchProcess.worker(database.url, 'worker-2', [list.name]);
      await worker.left(); // Not `wait` from the start: it follows the run's trace, which costs what the worker may use.
      const end = await observer.client.wait(list, runId);
      if (end.state !== 'succeeded') throw new Error(`run ${runId} has ${end.state}`);
      await worker.stop();
      await checkItems(observer, items);
      return figuresOf(end.result, items);
    },
  };
}

/** All items but the last ten are done, by a worker that is gone. */
async function workUntilAsked(url: string, observer: Observer, runId: string): Promise<void> {
  await using worker = await BenchProcess.worker(url, 'worker-1', [list.name]);
  const how = await worker.left();
  if (how !== 'paused') throw new Error(`run ${runId} was to pause, and has ${how}`);
  await worker.stop();
  await observer.client.resume(runId, { answer: true });
}

async function checkItems({ pool }: Observer, items: number): Promise<void> {
  const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM telltale.item');
  if (Number(rows[0]?.count) !== items) throw new Error(`${rows[0]?.count} of ${items} items are in the database`);
}

function figuresOf({ seconds, heapBefore, heapAfter, peakRss }: ListFigures, items: number): Figures {
  return {
    seconds,
    itemsPerSecond: items / seconds,
    heapBefore: heapBefore / MEGABYTE,
    heapAfter: heapAfter / MEGABYTE,
    peakRss: peakRss / MEGABYTE,
  };
}
