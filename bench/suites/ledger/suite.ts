import { BenchServer } from '../../harness/bench-server.ts';
import type { Case } from '../../harness/case.ts';
import { compileSlowFsync } from '../../harness/slow-fsync.ts';
import type { OpenSuite, Suite, SuiteOptions } from '../../harness/suite.ts';
import { type ThroughputOptions, throughputCase } from '../../harness/throughput.ts';
import { CONTENDERS, SLOW_CONTENDERS } from './contenders/index.ts';
import { latencyCase } from './latency/latency-case.ts';
import { memoryCase } from './memory/memory-case.ts';
import { reportLedger } from './report.ts';
import { prepareTemplate } from './schema.ts';

const EVENTS_PER_SECOND = [100, 1_000, 10_000];

const contenders = CONTENDERS.flatMap((group) => group.contenders);

export const ledgerSuite: Suite = {
  name: 'ledger',
  summary: 'what a durable item and an event cost, how soon they are seen, and what others take for it',
  caseNames: [
    ...contenders.map(({ name }) => name),
    ...SLOW_CONTENDERS.contenders.map(({ name }) => name),
    ...EVENTS_PER_SECOND.map((rate) => `latency-${rate}`),
    'memory',
  ],
  open: openLedger,
};

async function openLedger(options: SuiteOptions): Promise<OpenSuite> {
  const { cases: chosen, quick } = options;
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await BenchServer.start({ prepareTemplate }));
  const cases: Case[] = [
    ...contenders.map((contender) => throughputCase(server, contender, throughputOptions(options))),
    ...(await slowCases(options, stack)),
    ...EVENTS_PER_SECOND.map((rate) => latencyCase(server, rate, quick ? 1 : 4)),
    memoryCase(server, quick ? 100_000 : 2_000_000),
  ].filter(({ name }) => chosen.has(name));
  const facts = [await server.facts()];
  const resources = stack.move();
  return {
    cases,
    facts,
    report: (results) => reportLedger(results, [...CONTENDERS, SLOW_CONTENDERS]),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** A second server, whose disk is slow. */
async function slowCases(options: SuiteOptions, stack: AsyncDisposableStack): Promise<Case[]> {
  const { cases, skip } = options;
  if (!SLOW_CONTENDERS.contenders.some(({ name }) => cases.has(name))) return [];
  using slowFsync = compileSlowFsync();
  if (slowFsync === null) {
    skip('slow-*: no C compiler');
    return [];
  }
  const server = stack.use(await BenchServer.start({ prepareTemplate, env: { LD_PRELOAD: slowFsync.library } }));
  return SLOW_CONTENDERS.contenders.map((contender) => throughputCase(server, contender, throughputOptions(options)));
}

function throughputOptions({ items, quick }: SuiteOptions): ThroughputOptions {
  return { items, warmUpMs: quick ? 100 : 1_000 };
}
