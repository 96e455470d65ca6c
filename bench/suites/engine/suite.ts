import { setUpDatabase } from '@telltale/engine/client';
import { BenchServer } from '../../harness/bench-server.ts';
import type { Case } from '../../harness/case.ts';
import type { OpenSuite, Suite, SuiteOptions } from '../../harness/suite.ts';
import { throughputCase } from '../../harness/throughput.ts';
import { ITEM_CONTENDERS, STEP_CONTENDERS } from './contenders/index.ts';
import { IDLE_KINDS, idleCase } from './idle/idle-case.ts';
import { LOG_STATEMENTS } from './idle/statement-log.ts';
import { dbosStartCase } from './latency/dbos-start-case.ts';
import { pauseCase } from './latency/pause-case.ts';
import { startCase } from './latency/start-case.ts';
import { LIST_KINDS, listCase } from './lists/list-case.ts';
import { reportEngine } from './report.ts';
import { takeoverCase } from './takeover/takeover-case.ts';

const contenders = [...STEP_CONTENDERS, ...ITEM_CONTENDERS].flatMap((group) => group.contenders);

export const engineSuite: Suite = {
  name: 'engine',
  summary: 'how soon a run starts, what a step, an item and an action cost, and what a worker costs that waits',
  caseNames: [
    'start',
    'dbos-start-1000',
    'dbos-start-100',
    'dbos-start-20',
    ...contenders.map(({ name }) => name),
    ...LIST_KINDS.map(({ name }) => name),
    'pause',
    'takeover',
    ...IDLE_KINDS.map(({ name }) => name),
  ],
  open: openEngine,
};

async function openEngine(options: SuiteOptions): Promise<OpenSuite> {
  const { cases: chosen, items, quick, skip } = options;
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await BenchServer.start({ prepareTemplate }));
  const submits = quick ? 20 : 100;
  const cases: Case[] = [
    startCase(server, submits),
    // Each takes a second on average: 20 in a repeat make 100 in all.
    dbosStartCase(server, 1000, quick ? 5 : 20),
    dbosStartCase(server, 100, submits),
    dbosStartCase(server, 20, submits),
    ...contenders.map((contender) => throughputCase(server, contender, { items, warmUpMs: quick ? 100 : 1_000 })),
    ...LIST_KINDS.map((kind) => listCase(server, kind, items * 20)),
    pauseCase(server, quick ? 10 : 50),
    ...(quick ? [] : [takeoverCase(server)]),
    ...(await idleCases(options, stack)),
  ].filter(({ name }) => chosen.has(name));
  if (quick && chosen.has('takeover')) skip('takeover: it takes 45 s');
  const facts = [await server.facts()];
  const resources = stack.move();
  return { cases, facts, report: reportEngine, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** On a server that logs every statement. */
async function idleCases({ cases, quick }: SuiteOptions, stack: AsyncDisposableStack): Promise<Case[]> {
  if (!IDLE_KINDS.some(({ name }) => cases.has(name))) return [];
  const server = stack.use(await BenchServer.start({ prepareTemplate, settings: LOG_STATEMENTS }));
  return IDLE_KINDS.map((kind) => idleCase(server, kind, quick ? 10 : 30));
}

async function prepareTemplate(url: string): Promise<void> {
  await setUpDatabase(url, { createIfMissing: false });
}
