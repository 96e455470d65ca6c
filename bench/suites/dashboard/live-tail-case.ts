import { createApiClient } from '@telltale/api';
import type { BenchServer } from '../../harness/bench-server.ts';
import type { Case } from '../../harness/case.ts';
import { formatNumber } from '../../harness/format.ts';
import { type Scrolled, WATCH_LONG_TASKS, watchFirst, watchFrames } from './browser/in-page.ts';
import { heapOf, openBrowser, openWindow } from './browser/open-browser.ts';
import { Service } from './processes/service.ts';
import { fluencyOf } from './scrolling-cases.ts';

/** More than are done while somebody watches. */
const ACTIONS = 1_000_000;
const AT_ONCE = 20;

/** Whether the page stays fluid whose run does one thing after the other as fast as a worker can. */
export function liveTailCase(server: BenchServer, frames: number): Case {
  return {
    name: 'live-tail',
    once: true,
    headline: ({ eventsPerS = Number.NaN, frameP99 = Number.NaN, longestTaskMs = Number.NaN }) =>
      `${formatNumber(eventsPerS)} events/s, frame p99 ${formatNumber(frameP99)} ms, longest task ${formatNumber(longestTaskMs)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using http = await Service.start('server', database.url);
      await using _worker = await Service.start('worker', database.url);
      await using browser = await openBrowser();
      const api = createApiClient({ url: http.url });
      const input = { subject: 'subject', actions: ACTIONS, everyMs: 0, atOnce: AT_ONCE };
      const { runId } = await api.submitRun({ pipeline: 'ticking', input });
      const page = await (await openWindow(browser, http.url)).newPage();
      await page.addInitScript(WATCH_LONG_TASKS);
      await page.addInitScript(watchFirst(['action.finished']));
      await page.goto(`/runs/${runId}?tab=events`);
      const openedMs = await page.evaluate<number>('window.firstSeen');
      const [before, startedAt] = [await lastSeqOf(api, runId), performance.now()];
      const watched = await page.evaluate<Scrolled>(watchFrames(frames));
      const seconds = (performance.now() - startedAt) / 1_000;
      const eventsPerS = ((await lastSeqOf(api, runId)) - before) / seconds;
      const heapBytes = await heapOf(page);
      await api.cancelRun({ runId });
      return { openedMs, ...fluencyOf(watched), heapBytes, eventsPerS };
    },
  };
}

async function lastSeqOf(api: ReturnType<typeof createApiClient>, runId: string): Promise<number> {
  return (await api.getRunView({ runId })).view.lastSeq;
}
