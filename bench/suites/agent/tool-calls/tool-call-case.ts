import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { collectGarbage } from '../../../harness/collect-garbage.ts';
import { formatNumber } from '../../../harness/format.ts';
import type { ToolCallKind } from './kinds.ts';
import { storedActions } from './stored.ts';
import { CALLS_OF_AGENT } from './work.ts';

/** They work before the clock starts: then code has been compiled, and connections are there. */
const WARM_UP_AGENTS = 20;

/** So many of the agents work where they think: they take longer for it. */
const THINKING_SHARE = 0.4;

/** How long a call of a tool that does nothing is held up, and what it costs. */
export function toolCallCase(server: BenchServer, kind: ToolCallKind, allAgents: number): Case {
  const agents =
    kind.crowd.thinkMs === 0 ? allAgents : Math.max(kind.crowd.atOnce, Math.round(allAgents * THINKING_SHARE));
  const calls = agents * CALLS_OF_AGENT;
  return {
    name: kind.name,
    headline: ({ aroundP50 = Number.NaN, aroundP99 = Number.NaN }) =>
      `p50 ${formatNumber(aroundP50)} ms, p99 ${formatNumber(aroundP99)} ms`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using open = await kind.open(database.url);
      await open.work(WARM_UP_AGENTS);
      collectGarbage();
      const before = await server.usage();
      const startedMs = performance.now();
      const times = await open.work(agents);
      const seconds = (performance.now() - startedMs) / 1000;
      const after = await server.usage();
      const stored = await storedActions(database.url);
      const expected = (agents + WARM_UP_AGENTS) * kind.actionsOfAgent;
      if (times.count !== calls || stored !== expected)
        throw new Error(`of ${calls} calls ${times.count} were made, of ${expected} actions ${stored} are stored`);
      return {
        ...times.figures(),
        callsPerSecond: calls / seconds,
        walBytes: (after.walBytes - before.walBytes) / calls,
        clientMicroseconds: (after.clientCpuMicroseconds - before.clientCpuMicroseconds) / calls,
        serverMicroseconds: (after.serverCpuMicroseconds - before.serverCpuMicroseconds) / calls,
      };
    },
  };
}
