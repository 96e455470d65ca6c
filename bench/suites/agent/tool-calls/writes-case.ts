import type { BenchDatabase, BenchServer } from '../../../harness/bench-server.ts';
import type { Case } from '../../../harness/case.ts';
import { formatNumber } from '../../../harness/format.ts';
import { countStatements } from '../../engine/idle/statement-log.ts';
import { actions, CROWDS, type OpenToolCalls, seen, type ToolCallKind } from './kinds.ts';
import { storedRows } from './stored.ts';
import { CALLS_OF_AGENT } from './work.ts';

/** All at once, where there are so many lanes. */
const AGENTS = 20;

interface Writes {
  readonly statements: number;
  readonly transactions: number;
  readonly events: number;
  readonly actions: number;
}

export const WRITES_KINDS: readonly ToolCallKind[] = [...CROWDS.map(seen), actions({ atOnce: 1, thinkMs: 0 })];

export function writesCaseName({ name }: ToolCallKind): string {
  return name.replace('tool-call-', 'tool-call-writes-');
}

/** What a call of a tool asks of the database. Its server has to log every statement. */
export function writesCase(server: BenchServer, kind: ToolCallKind): Case {
  return {
    name: writesCaseName(kind),
    once: true,
    headline: ({ statements = Number.NaN, events = Number.NaN }) =>
      `${formatNumber(statements)} statements and ${formatNumber(events)} events for each call`,
    run: async () => {
      await using database = await server.freshDatabase();
      await using open = await kind.open(database.url);
      const few = await countWrites(server, database, () => open.work(AGENTS));
      const more = await countWrites(server, database, () => open.work(3 * AGENTS));
      // What a run asks for itself is in both.
      const perCall = (figure: keyof Writes): number => (more[figure] - few[figure]) / (2 * AGENTS * CALLS_OF_AGENT);
      return {
        statements: perCall('statements'),
        transactions: perCall('transactions'),
        events: perCall('events'),
        actions: perCall('actions'),
      };
    },
  };
}

async function countWrites(
  server: BenchServer,
  { name, url }: BenchDatabase,
  work: () => ReturnType<OpenToolCalls['work']>,
): Promise<Writes> {
  const rowsBefore = await storedRows(url);
  const logBefore = (await server.log()).length;
  await work();
  const asked = countStatements((await server.log()).slice(logBefore), name);
  const rows = await storedRows(url);
  return { ...asked, events: rows.events - rowsBefore.events, actions: rows.actions - rowsBefore.actions };
}
