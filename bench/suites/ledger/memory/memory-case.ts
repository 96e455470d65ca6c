import { startChild } from '@telltale/testing/child';
import pg from 'pg';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case, Figures } from '../../../harness/case.ts';
import { formatNumber } from '../../../harness/format.ts';
import { growth } from '../../../harness/statistics.ts';
import { makeRun } from '../make-run.ts';
import type { FromWriter, MemorySample } from './writer.ts';

export const SAMPLES = 20;
const WRITER = new URL('./writer.ts', import.meta.url);
const TIMEOUT_MS = 600_000;
const MEGABYTE = 1024 ** 2;

/**
 * Whether a recorder that writes for long comes to need more memory: so many events, nobody waiting for them, in a process
 * of its own. Its figures are one pair for each of `SAMPLES` samples, and the last quarter over the first.
 */
export function memoryCase(server: BenchServer, events: number): Case {
  return {
    name: 'memory',
    once: true,
    headline: ({ rssGrowth = Number.NaN }) => `last quarter of RSS over the first: ${formatNumber(rssGrowth)}`,
    run: async () => {
      await using database = await server.freshDatabase();
      const client = new pg.Client(database.url);
      await client.connect();
      const { runId, owner } = await makeRun(client, 'subject');
      await client.end();
      await using writer = startChild<FromWriter>(WRITER, {
        args: [database.url, runId, owner, String(events), String(SAMPLES)],
      });
      const startedMs = performance.now();
      const samples: MemorySample[] = [];
      while (samples.length < SAMPLES) {
        samples.push((await writer.message('sample', { timeoutMs: TIMEOUT_MS })).sample);
      }
      await writer.message('done', { timeoutMs: TIMEOUT_MS });
      return { events, seconds: (performance.now() - startedMs) / 1000, ...summary(samples) };
    },
  };
}

function summary(samples: readonly MemorySample[]): Figures {
  const rss = samples.map((sample) => sample.rss / MEGABYTE);
  const heap = samples.map((sample) => sample.heapUsed / MEGABYTE);
  return {
    ...Object.fromEntries(rss.map((megabytes, index) => [`rss${index + 1}`, megabytes])),
    ...Object.fromEntries(heap.map((megabytes, index) => [`heap${index + 1}`, megabytes])),
    rssGrowth: growth(rss),
    heapGrowth: growth(heap),
  };
}
