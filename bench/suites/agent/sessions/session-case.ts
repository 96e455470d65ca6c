import { createClient } from '@telltale/engine/client';
import { startSites } from '@telltale/testing/web';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { formatNumber } from '../../../harness/format.ts';
import { BrowserWorker } from '../processes/browser-worker.ts';
import { sessions } from './sessions.ts';

const MEGABYTE = 1024 ** 2;

export interface SessionCaseOptions {
  /** After the first one. */
  readonly openings: number;
  readonly captures: number;
}

/** How long a browser takes to be there and to go, what memory it has, and what a picture costs. */
export function sessionCase(server: BenchServer, options: SessionCaseOptions): Case {
  return {
    name: 'browser-session',
    headline: ({ openedP50 = Number.NaN, pagePss = Number.NaN }) =>
      `open after ${formatNumber(openedP50)} ms, ${formatNumber(pagePss / MEGABYTE)} MB with a page`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using sites = await startSites();
      await using _worker = await BrowserWorker.start(database.url);
      await using client = await createClient({ url: database.url });
      const pageUrl = sites.url('podcast', '/works');
      const { runId } = await client.submit(sessions, { subject: 'subject', pageUrl, ...options });
      const end = await client.wait(sessions, runId);
      if (end.state !== 'succeeded') throw new Error(`run ${runId} has ${end.state}`);
      return end.result;
    },
  };
}
