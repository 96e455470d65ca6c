import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { formatNumber } from '../../../harness/format.ts';
import { BenchHttpServer } from '../processes/bench-http-server.ts';
import { FollowedRun } from './followed-run.ts';

const CLIENTS = 1_000;
const KILOBYTE = 1024;

/** What a client costs the server that has been told everything and waits. */
export function streamMemoryCase(server: BenchServer): Case {
  return {
    name: 'stream-memory',
    once: true,
    headline: ({ rss = Number.NaN, heap = Number.NaN }) =>
      `${formatNumber(rss)} KB of RSS, ${formatNumber(heap)} KB of heap for each client`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using http = await BenchHttpServer.start(database.url);
      await using followed = await FollowedRun.open(database.url);
      // What the first clients make the server load and compile is no client's own.
      await using _first = await followed.followedBy(10, http.url);
      const before = await http.memory();
      await using _clients = await followed.followedBy(CLIENTS, http.url);
      const after = await http.memory();
      return {
        rss: (after.rss - before.rss) / CLIENTS / KILOBYTE,
        heap: (after.heapUsed - before.heapUsed) / CLIENTS / KILOBYTE,
      };
    },
  };
}
