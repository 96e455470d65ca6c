import { setUpDatabase } from '@telltale/engine/client';
import { BenchServer } from '../../harness/bench-server.ts';
import type { Case } from '../../harness/case.ts';
import { formatNumber } from '../../harness/format.ts';
import type { OpenSuite, Suite, SuiteOptions } from '../../harness/suite.ts';
import { EVENTS_OF_RUN, fillPast, type PastSize } from './past/fill-past.ts';
import { BenchHttpServer } from './processes/bench-http-server.ts';
import { reportServer } from './report.ts';
import { RATE_KINDS, REQUEST_KINDS } from './requests/kinds.ts';
import { requestLatencyCase, requestRateCase } from './requests/request-cases.ts';
import { streamLatencyCase } from './streams/stream-latency-case.ts';
import { streamMemoryCase } from './streams/stream-memory-case.ts';

const STREAM_CLIENTS = [1, 100, 1_000];

const PAST: PastSize = { runs: 200_000, inHand: 200, queued: 500 };
const SHORT_PAST: PastSize = { runs: 20_000, inHand: 200, queued: 500 };

export const serverSuite: Suite = {
  name: 'server',
  summary: 'how soon clients of a live stream have an event and what they cost, and how fast the API reads a long past',
  caseNames: [
    ...STREAM_CLIENTS.map((clients) => `stream-${clients}`),
    'stream-memory',
    ...REQUEST_KINDS.map(({ name }) => name),
    ...RATE_KINDS.map(({ name }) => name),
  ],
  open: openServer,
};

async function openServer(options: SuiteOptions): Promise<OpenSuite> {
  const { cases: chosen, quick } = options;
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await BenchServer.start({ prepareTemplate }));
  const past = quick ? SHORT_PAST : PAST;
  const cases: Case[] = [
    ...STREAM_CLIENTS.map((clients) => streamLatencyCase(server, clients, quick ? 3 : 10)),
    streamMemoryCase(server),
    ...(await requestCases(server, past, options, stack)),
  ].filter(({ name }) => chosen.has(name));
  const runs = formatNumber(past.runs);
  const facts = [
    await server.facts(),
    `requests: ${runs} runs with ${formatNumber(past.runs * EVENTS_OF_RUN)} events, ${past.inHand} in hand, ${past.queued} queued`,
  ];
  const resources = stack.move();
  return { cases, facts, report: reportServer, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** They only read, and share one database: to fill it takes longer than to measure. */
async function requestCases(
  server: BenchServer,
  past: PastSize,
  { cases, quick }: SuiteOptions,
  stack: AsyncDisposableStack,
): Promise<Case[]> {
  if (![...REQUEST_KINDS, ...RATE_KINDS].some(({ name }) => cases.has(name))) return [];
  const database = stack.use(await server.freshDatabase());
  await fillPast(database.url, past);
  const http = stack.use(await BenchHttpServer.start(database.url));
  const pastServer = { http, runs: past.runs };
  return [
    ...REQUEST_KINDS.map((kind) => requestLatencyCase(pastServer, kind, quick ? 100 : 500)),
    ...RATE_KINDS.map((kind) => requestRateCase(pastServer, kind, quick ? 2 : 5)),
  ];
}

async function prepareTemplate(url: string): Promise<void> {
  await setUpDatabase(url, { createIfMissing: false });
}
