import { Agent } from 'node:http';
import type { Case } from '../../../harness/case.ts';
import { formatNumber } from '../../../harness/format.ts';
import { sampleFigures } from '../../../harness/sample-figures.ts';
import type { BenchHttpServer } from '../processes/bench-http-server.ts';
import { fetchPath } from './fetch-path.ts';
import type { RequestKind } from './kinds.ts';

/** A server on a database with a past. */
export interface PastServer {
  readonly http: BenchHttpServer;
  readonly runs: number;
}

const WARM_UP_REQUESTS = 50;
const LANES = 20;
const WARM_UP_SECONDS = 0.5;

/** How long a request takes, one after the other over one connection. */
export function requestLatencyCase({ http, runs }: PastServer, kind: RequestKind, requests: number): Case {
  return {
    name: kind.name,
    headline: ({ answeredP50 = Number.NaN, answeredP99 = Number.NaN }) =>
      `p50 ${formatNumber(answeredP50)} ms, p99 ${formatNumber(answeredP99)} ms`,
    run: async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const answered: number[] = [];
      for (let n = 0; n < WARM_UP_REQUESTS + requests; n += 1) {
        const startedMs = performance.now();
        await fetchPath(agent, `${http.url}${kind.path(runs)}`);
        if (n >= WARM_UP_REQUESTS) answered.push(performance.now() - startedMs);
      }
      agent.destroy();
      return sampleFigures({ answered });
    },
  };
}

/** How many requests a second are answered over so many connections, each with its next one at once. */
export function requestRateCase({ http, runs }: PastServer, kind: RequestKind, seconds: number): Case {
  return {
    name: kind.name,
    headline: ({ requestsPerSecond = Number.NaN }) => `${formatNumber(requestsPerSecond)} requests/s`,
    run: async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: LANES });
      const work = async (duration: number): Promise<number> => {
        const endMs = performance.now() + duration * 1000;
        let requests = 0;
        const lane = async (): Promise<void> => {
          for (; performance.now() < endMs; requests += 1) await fetchPath(agent, `${http.url}${kind.path(runs)}`);
        };
        await Promise.all(Array.from({ length: LANES }, lane));
        return requests;
      };
      await work(WARM_UP_SECONDS);
      const cpuBefore = await http.cpuMicroseconds();
      const startedMs = performance.now();
      const requests = await work(seconds);
      const tookSeconds = (performance.now() - startedMs) / 1000;
      const microseconds = (await http.cpuMicroseconds()) - cpuBefore;
      agent.destroy();
      return { requestsPerSecond: requests / tookSeconds, serverMicroseconds: microseconds / requests };
    },
  };
}
