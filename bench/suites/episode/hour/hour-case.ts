import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case, Figures } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { formatNumber } from '../../../harness/format.ts';
import { growth } from '../../../harness/statistics.ts';
import { Observer } from '../../engine/observer.ts';
import { HOUR_S } from '../audio/make-audio.ts';
import { hourPipeline } from './hour-pipeline.ts';
import { HourWorker } from './hour-worker.ts';
import type { HourOrder, MemorySample } from './messages.ts';

const MEGABYTE = 1024 ** 2;
/** For its name and its input: a worker's process runs it. */
const hour = hourPipeline(() => Promise.reject(new Error('nothing is transcribed here')));

export interface HourKind {
  readonly name: string;
  readonly title: string;
  /** See `HourOrder`. */
  readonly timesRealTime: number | null;
}

export const HOUR_KINDS: readonly HourKind[] = [
  // Slow enough for an estimate: before three seconds of items there is none.
  { name: 'hour-made-up', title: 'a made-up engine', timesRealTime: 100 },
  { name: 'hour-pocketsphinx', title: 'PocketSphinx', timesRealTime: null },
];

/** An hour from its beginning to its end: the memory that it takes, and what was said of its end after the first tenth. */
export function hourCase(server: BenchServer, { name, timesRealTime }: HourKind, path: string): Case {
  return {
    name,
    once: true,
    headline: ({ estimateRatio = Number.NaN, rssMost = Number.NaN }) =>
      `estimate ${formatNumber(estimateRatio)} of the truth, at most ${formatNumber(rssMost)} MB`,
    run: () =>
      onHour(server, { path, timesRealTime }, async ({ order, observer, runId }) => {
        await using worker = await HourWorker.start(order);
        await worker.piece();
        const startedMs = clockMs();
        const pieces = await piecesOf(observer, runId);
        const tenth = Math.ceil(pieces / 10);
        for (let piece = 0; piece < tenth; piece += 1) await worker.piece();
        const { leftMs, atMs } = await estimateAfter(observer, runId, tenth);
        const end = await observer.client.wait(hour, runId);
        const endedMs = clockMs();
        if (end.state !== 'succeeded') throw new Error(`run ${runId} has ${end.state}`);
        await checkPieces(observer, pieces);
        return {
          pieces,
          tenth,
          seconds: (endedMs - startedMs) / 1000,
          timesRealTime: (HOUR_S * 1000) / (endedMs - startedMs),
          estimateSeconds: leftMs / 1000,
          truthSeconds: (endedMs - atMs) / 1000,
          estimateRatio: leftMs / (endedMs - atMs),
          ...memoryFigures(await worker.memory()),
        };
      }),
  };
}

/** The same hour, stopped in the middle: its worker is killed once it has paused, and another one goes on. */
export function movedHourCase(server: BenchServer, path: string): Case {
  return {
    name: 'hour-moved',
    once: true,
    headline: ({ goesOnMs = Number.NaN, heardTwice = Number.NaN }) =>
      `goes on after ${formatNumber(goesOnMs)} ms, ${heardTwice} pieces heard twice`,
    run: () =>
      onHour(server, { path, timesRealTime: 1_000 }, async ({ order, observer, runId }) => {
        await using first = await HourWorker.start(order);
        const heard = [await first.piece()];
        const pieces = await piecesOf(observer, runId);
        while (heard.length < pieces / 2) heard.push(await first.piece());
        await using trace = await observer.follow(runId);
        const askedMs = clockMs();
        await observer.client.pause(runId);
        const { atMs: pausedMs } = await trace.next('run.paused');
        const kept = await countItems(observer);
        while (heard.length < kept) heard.push(await first.piece());
        await first.kill();
        await using second = await HourWorker.start(order);
        const resumedMs = clockMs();
        await observer.client.resume(runId);
        heard.push(await second.piece());
        const goesOnMs = clockMs() - resumedMs;
        const end = await observer.client.wait(hour, runId);
        if (end.state !== 'succeeded') throw new Error(`run ${runId} has ${end.state}`);
        await checkPieces(observer, pieces);
        while (heard.length < pieces) heard.push(await second.piece());
        return {
          pieces,
          kept,
          pausedMs: pausedMs - askedMs,
          goesOnMs,
          heardTwice: heard.length - new Set(heard).size,
        };
      }),
  };
}

interface HourRun {
  readonly order: HourOrder;
  readonly observer: Observer;
  readonly runId: string;
}

async function onHour(
  server: BenchServer,
  { path, timesRealTime }: Pick<HourOrder, 'path' | 'timesRealTime'>,
  work: (run: HourRun) => Promise<Figures>,
): Promise<Figures> {
  await using database = await server.freshDatabase();
  await using folder = await mkdtempDisposable(join(tmpdir(), 'telltale-bench-'));
  await using observer = await Observer.open(database.url);
  const { runId } = await observer.client.submit(hour, { subject: 'hour' });
  return await work({
    order: { url: database.url, path, folder: folder.path, timesRealTime },
    observer,
    runId,
  });
}

async function piecesOf({ client }: Observer, runId: string): Promise<number> {
  const { steps } = await client.view(runId);
  const total = steps[0]?.counts.total ?? null;
  if (total === null) throw new Error(`nobody knows how many pieces ${runId} has`);
  return total;
}

/** What is said to be left once so many pieces are done. */
async function estimateAfter(
  { client }: Observer,
  runId: string,
  done: number,
): Promise<{ readonly leftMs: number; readonly atMs: number }> {
  for (;;) {
    const atMs = clockMs();
    const [{ steps }, { remaining }] = await Promise.all([client.view(runId), client.estimate(runId)]);
    if ((steps[0]?.counts.done ?? 0) < done) continue;
    if (!remaining.known) throw new Error(`there is no estimate of ${runId}: ${remaining.why}`);
    return { leftMs: (remaining.lowMs + remaining.highMs) / 2, atMs };
  }
}

async function countItems({ pool }: Observer): Promise<number> {
  const { rows } = await pool.query<{ count: string }>('SELECT count(*) FROM telltale.item');
  return Number(rows[0]?.count);
}

async function checkPieces(observer: Observer, pieces: number): Promise<void> {
  const count = await countItems(observer);
  if (count !== pieces) throw new Error(`${count} of ${pieces} pieces are in the database`);
}

function memoryFigures(samples: readonly MemorySample[]): Figures {
  const rss = samples.map((sample) => sample.rss / MEGABYTE);
  return {
    rssFirst: rss[0] ?? Number.NaN,
    rssMost: Math.max(...rss),
    rssGrowth: growth(rss),
    programsMost: Math.max(...samples.map((sample) => sample.programs / MEGABYTE)),
  };
}
