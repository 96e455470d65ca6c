import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { formatNumber } from '../../../harness/format.ts';
import { sampleFigures } from '../../../harness/sample-figures.ts';
import { atSteadyRate } from '../../../harness/steady-rate.ts';
import { BenchHttpServer } from '../processes/bench-http-server.ts';
import { FollowedRun } from './followed-run.ts';

const EVENTS_PER_SECOND = 20;
const WARM_UP_SECONDS = 1;
const TIMEOUT_MS = 120_000;

/** How old an event is when each of so many clients of a server has it. */
export function streamLatencyCase(server: BenchServer, clients: number, seconds: number): Case {
  const name = `stream-${clients}`;
  return {
    name,
    headline: ({ arrivedP50 = Number.NaN, arrivedP99 = Number.NaN }) =>
      `p50 ${formatNumber(arrivedP50)} ms, p99 ${formatNumber(arrivedP99)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using http = await BenchHttpServer.start(database.url);
      await using followed = await FollowedRun.open(database.url);
      await using child = await followed.followedBy(clients, http.url);
      const { run } = followed;
      await atSteadyRate(EVENTS_PER_SECOND, WARM_UP_SECONDS, () => followed.write());
      await run.flushed();
      const warmUpEvents = run.lastSeq - 1;

      const before = await http.cpuMicroseconds();
      await atSteadyRate(EVENTS_PER_SECOND, seconds, () => followed.write());
      await run.flushed();
      await child.send({ type: 'until', seq: run.lastSeq });
      const { ms } = await child.message('delays', { timeoutMs: TIMEOUT_MS });
      const microseconds = (await http.cpuMicroseconds()) - before;

      const events = run.lastSeq - 1 - warmUpEvents;
      const told = events * clients;
      const arrived = ms.slice(warmUpEvents * clients);
      if (arrived.length !== told) throw new Error(`${told} events were to arrive, and ${arrived.length} did`);
      return {
        ...sampleFigures({ arrived: [...arrived] }),
        microsecondsPerMessage: microseconds / told,
        cpuShare: microseconds / 1e6 / seconds,
      };
    },
  };
}
