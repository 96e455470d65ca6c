import type { BenchDatabase, BenchServer } from '../../harness/bench-server.ts';
import type { Case, Figures } from '../../harness/case.ts';
import { formatNumber } from '../../harness/format.ts';
import { sampleFigures } from '../../harness/sample-figures.ts';
import { fillPast } from '../server/past/fill-past.ts';
import { type Scrolled, scrollAbout, WATCH_LONG_TASKS, watchFirst } from './browser/in-page.ts';
import { heapOf, openBrowser, openWindow } from './browser/open-browser.ts';
import { LONG_RUN, makeLongRun } from './long-run.ts';
import { Service } from './processes/service.ts';

const EVENTS = 100_000;
const RUNS = 10_000;

/** A frame that takes longer, in ms, is one that somebody misses: two of sixty a second. */
const LATE_FRAME_MS = 34;

interface Long {
  readonly name: string;
  readonly path: string;
  /** What is on the page once its first rows are. */
  readonly shows: string;
  readonly fill: (databaseUrl: string) => Promise<void>;
}

const LONG: readonly Long[] = [
  {
    name: 'events-100k',
    path: `/runs/${LONG_RUN.runId}?tab=events`,
    shows: 'item.succeeded',
    fill: (url) => makeLongRun(url, EVENTS),
  },
  {
    name: 'runs-10k',
    path: '/',
    shows: `subject-${RUNS}`,
    fill: (url) => fillPast(url, { runs: RUNS, inHand: 50, queued: 20 }),
  },
];

export const SCROLLING_CASES = LONG.map(({ name }) => name);

/** Whether the longest lists stay fluid. */
export function scrollingCases(server: BenchServer, frames: number): Case[] {
  return LONG.map((long) => ({
    name: long.name,
    once: true,
    headline: ({ openedMs = Number.NaN, frameP99 = Number.NaN, longestTaskMs = Number.NaN }) =>
      `open after ${formatNumber(openedMs)} ms, frame p99 ${formatNumber(frameP99)} ms, longest task ${formatNumber(longestTaskMs)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await long.fill(database.url);
      return await scroll(database, long, frames);
    },
  }));
}

async function scroll(database: BenchDatabase, { path, shows }: Long, frames: number): Promise<Figures> {
  await using http = await Service.start('server', database.url);
  await using browser = await openBrowser();
  const page = await (await openWindow(browser, http.url)).newPage();
  await page.addInitScript(WATCH_LONG_TASKS);
  await page.addInitScript(watchFirst([shows]));
  await page.goto(path);
  const openedMs = await page.evaluate<number>('window.firstSeen');
  const scrolled = await page.evaluate<Scrolled>(scrollAbout(frames));
  return { openedMs, ...fluencyOf(scrolled), heapBytes: await heapOf(page) };
}

/** How fluid it was. */
export function fluencyOf({ frames, longestTaskMs }: Scrolled): Figures {
  const late = frames.filter((ms) => ms > LATE_FRAME_MS).length;
  return { ...sampleFigures({ frame: frames }), lateShare: late / frames.length, longestTaskMs };
}
