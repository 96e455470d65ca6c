import type { BrowserContext } from 'playwright-core';
import type { BenchServer } from '../../harness/bench-server.ts';
import type { Case } from '../../harness/case.ts';
import { formatNumber } from '../../harness/format.ts';
import { sampleFigures } from '../../harness/sample-figures.ts';
import { watchFirst } from './browser/in-page.ts';
import { openBrowser, openWindow } from './browser/open-browser.ts';
import { LONG_RUN, makeLongRun } from './long-run.ts';
import { Service } from './processes/service.ts';

const EVENTS = 500;

/** Until the page of a run is there, for somebody who was never here and for somebody who was. */
export function firstPaintCase(server: BenchServer, visits: number): Case {
  return {
    name: 'first-paint',
    once: true,
    headline: ({ coldShownP50 = Number.NaN, warmShownP50 = Number.NaN }) =>
      `the run is there after ${formatNumber(coldShownP50)} ms, with a cache ${formatNumber(warmShownP50)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await makeLongRun(database.url, EVENTS);
      await using http = await Service.start('server', database.url);
      await using browser = await openBrowser();
      const times = {
        coldPainted: [] as number[],
        coldShown: [] as number[],
        warmPainted: [] as number[],
        warmShown: [] as number[],
      };
      for (let visit = 0; visit < visits; visit += 1) {
        const window = await openWindow(browser, http.url);
        const cold = await visitRun(window);
        const warm = await visitRun(window);
        times.coldPainted.push(cold.paintedMs);
        times.coldShown.push(cold.shownMs);
        times.warmPainted.push(warm.paintedMs);
        times.warmShown.push(warm.shownMs);
        await window.close();
      }
      return sampleFigures(times);
    },
  };
}

async function visitRun(window: BrowserContext): Promise<{ readonly paintedMs: number; readonly shownMs: number }> {
  const page = await window.newPage();
  // Its title, and a count that only its state has.
  await page.addInitScript(watchFirst([LONG_RUN.title, LONG_RUN.unit]));
  await page.goto(`/runs/${LONG_RUN.runId}`);
  const shownMs = await page.evaluate<number>('window.firstSeen');
  const paintedMs = await page.evaluate<number>(
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`,
  );
  await page.close();
  return { paintedMs, shownMs };
}
