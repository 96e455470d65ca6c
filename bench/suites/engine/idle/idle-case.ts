import { setTimeout as rest } from 'node:timers/promises';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { formatNumber } from '../../../harness/format.ts';
import { BenchProcess } from '../processes/bench-process.ts';
import { countStatements } from './statement-log.ts';

/** What a new process still does, in ms, is not counted. */
const SETTLE_MS = 5_000;

/** A process that waits for work. */
export interface IdleKind {
  readonly name: string;
  readonly title: string;
  start(url: string): Promise<BenchProcess>;
}

export const IDLE_KINDS: readonly IdleKind[] = [
  ...[1, 4].map((pipelines) => ({
    name: `idle-${pipelines}`,
    title: `worker, ${pipelines === 1 ? '1 pipeline' : `${pipelines} pipelines`}`,
    start: (url: string) => BenchProcess.worker(url, 'worker-1', namesOf(pipelines)),
  })),
  ...[1000, 100].flatMap((pollingMs) =>
    [1, 4].map((queues) => ({
      name: `dbos-idle-${queues}-${pollingMs}`,
      title: `DBOS alone, ${queues === 1 ? '1 queue' : `${queues} queues`} every ${pollingMs} ms`,
      start: (url: string) => BenchProcess.dbos(url, pollingMs, namesOf(queues)),
    })),
  ),
];

/** What a minute of waiting costs the database and the process. Its server has to log every statement. */
export function idleCase(server: BenchServer, kind: IdleKind, seconds: number): Case {
  return {
    name: kind.name,
    once: true,
    headline: ({ statements = Number.NaN, clientMs = Number.NaN }) =>
      `${formatNumber(statements)} statements a minute, ${formatNumber(clientMs)} ms of CPU`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using process = await kind.start(database.url);
      await rest(SETTLE_MS);
      const logBefore = (await server.log()).length;
      const serverBefore = await server.usage();
      const clientBefore = await process.cpuMicroseconds();
      await rest(seconds * 1000);
      const clientMicroseconds = (await process.cpuMicroseconds()) - clientBefore;
      const serverMicroseconds = (await server.usage()).serverCpuMicroseconds - serverBefore.serverCpuMicroseconds;
      const log = (await server.log()).slice(logBefore);
      await process.stop();
      const { statements, transactions } = countStatements(log, database.name);
      const perMinute = (value: number): number => (value * 60) / seconds;
      return {
        statements: perMinute(statements),
        transactions: perMinute(transactions),
        clientMs: perMinute(clientMicroseconds / 1000),
        serverMs: perMinute(serverMicroseconds / 1000),
      };
    },
  };
}

function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `idle_${index + 1}`);
}
