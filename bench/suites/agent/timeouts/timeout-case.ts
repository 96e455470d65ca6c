import { type ApiClient, createApiClient } from '@telltale/api';
import { createClient } from '@telltale/engine/client';
import { startSites } from '@telltale/testing/web';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { formatNumber } from '../../../harness/format.ts';
import { sampleFigures } from '../../../harness/sample-figures.ts';
import { BenchHttpServer } from '../../server/processes/bench-http-server.ts';
import { BrowserWorker } from '../processes/browser-worker.ts';
import { CLICK_LIMIT_MS, type ClickTimes, clicks } from './clicks.ts';

/** When a client of the server had the news of each click, by its action, by the machine's clock, in ms. */
interface News {
  readonly started: Map<string, number>;
  readonly timedOut: Map<string, number>;
}

/** How soon somebody who watches sees that an agent clicks something, and that this has timed out. */
export function timeoutCase(server: BenchServer, count: number): Case {
  return {
    name: 'timeout-to-client',
    headline: ({ seenP50 = Number.NaN, seenP99 = Number.NaN }) =>
      `p50 ${formatNumber(seenP50)} ms, p99 ${formatNumber(seenP99)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using sites = await startSites();
      await using http = await BenchHttpServer.start(database.url);
      await using _worker = await BrowserWorker.start(database.url);
      await using client = await createClient({ url: database.url });
      const pageUrl = sites.url('podcast');
      const { runId } = await client.submit(clicks, { subject: 'subject', pageUrl, clicks: count });
      const news = await follow(createApiClient({ url: new URL(http.url).origin }), runId);
      const end = await client.wait(clicks, runId);
      if (end.state !== 'succeeded') throw new Error(`run ${runId} has ${end.state}`);
      if (news.timedOut.size !== count) throw new Error(`${news.timedOut.size} of ${count} clicks have timed out`);
      return sampleFigures(samplesOf(end.result, news));
    },
  };
}

/** Until the run has ended. */
async function follow(api: ApiClient, runId: string): Promise<News> {
  const news: News = { started: new Map(), timedOut: new Map() };
  for await (const message of api.followRun({ runId })) {
    const atMs = clockMs();
    if (message.kind !== 'trace') continue;
    const { type, actionId, data } = message.event;
    if (actionId === null) continue;
    if (type === 'action.started') news.started.set(actionId, atMs);
    else if (type === 'action.finished' && data.outcome === 'timeout') news.timedOut.set(actionId, atMs);
  }
  return news;
}

function samplesOf(all: readonly ClickTimes[], { started, timedOut }: News): Record<string, number[]> {
  const at = (news: ReadonlyMap<string, number>, actionId: string): number => news.get(actionId) ?? Number.NaN;
  return {
    running: all.map(({ actionId, askedMs }) => at(started, actionId) - askedMs),
    ended: all.map(({ beganMs, endedMs }) => endedMs - beganMs - CLICK_LIMIT_MS),
    seen: all.map(({ actionId, endedMs }) => at(timedOut, actionId) - endedMs),
    seenAfterLimit: all.map(({ actionId, beganMs }) => at(timedOut, actionId) - beganMs - CLICK_LIMIT_MS),
  };
}
