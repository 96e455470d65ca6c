import { createApiClient } from '@telltale/api';
import type { BenchServer } from '../../harness/bench-server.ts';
import type { Case } from '../../harness/case.ts';
import { formatNumber } from '../../harness/format.ts';
import { sampleFigures } from '../../harness/sample-figures.ts';
import { watchTexts } from './browser/in-page.ts';
import { openBrowser, openWindow } from './browser/open-browser.ts';
import { Service } from './processes/service.ts';
import { TICK } from './ticking.ts';

const EVERY_MS = 50;
/** The first ones have the page still loading. */
const WARM_UP = 20;
const PAGE = 500;

/** From the start of an action in a worker until the page of its run shows it. */
export function latencyCase(server: BenchServer, actions: number): Case {
  return {
    name: 'action-to-page',
    headline: ({ shownP50 = Number.NaN, shownP99 = Number.NaN }) =>
      `p50 ${formatNumber(shownP50)} ms, p99 ${formatNumber(shownP99)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using http = await Service.start('server', database.url);
      await using _worker = await Service.start('worker', database.url);
      await using browser = await openBrowser();
      const api = createApiClient({ url: http.url });
      const input = { subject: 'subject', actions: WARM_UP + actions, everyMs: EVERY_MS };
      const { runId } = await api.submitRun({ pipeline: 'ticking', input });
      const page = await (await openWindow(browser, http.url)).newPage();
      await page.addInitScript(watchTexts(TICK));
      await page.goto(`/runs/${runId}`);
      const last = WARM_UP + actions - 1;
      await page.evaluate(`window.seenUntil(${last})`);
      const seen = await page.evaluate<Record<string, number>>('window.seenTexts');
      const started = await startsOf(api, runId);
      const shown: number[] = [];
      let missed = 0;
      for (let n = WARM_UP; n <= last; n += 1) {
        const [at, seenAt] = [started.get(n), seen[n]];
        if (at === undefined) throw new Error(`the trace has no action ${n}`);
        if (seenAt === undefined) missed += 1;
        else shown.push(seenAt - at);
      }
      return { ...sampleFigures({ shown }), shown: shown.length, missed };
    },
  };
}

/** When each action began, in ms since the epoch, by its number. */
async function startsOf(api: ReturnType<typeof createApiClient>, runId: string): Promise<ReadonlyMap<number, number>> {
  const starts = new Map<number, number>();
  for (let after = 0; ; ) {
    const { events, lastSeq } = await api.readEvents({ runId, after, limit: PAGE });
    for (const event of events) {
      const number = event.type === 'action.started' ? /tick-(\d+)/.exec(JSON.stringify(event.data))?.[1] : undefined;
      if (number !== undefined) starts.set(Number(number), Date.parse(event.at));
    }
    after = events.at(-1)?.seq ?? lastSeq;
    if (after >= lastSeq) return starts;
  }
}
