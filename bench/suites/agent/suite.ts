import { BrowserMissingError, findBrowser } from '@telltale/browser';
import { setUpDatabase } from '@telltale/engine/client';
import { BenchServer } from '../../harness/bench-server.ts';
import type { Case } from '../../harness/case.ts';
import type { OpenSuite, Suite, SuiteOptions } from '../../harness/suite.ts';
import { LOG_STATEMENTS } from '../engine/idle/statement-log.ts';
import { reportAgent } from './report.ts';
import { sessionCase } from './sessions/session-case.ts';
import { timeoutCase } from './timeouts/timeout-case.ts';
import { TOOL_CALL_KINDS } from './tool-calls/kinds.ts';
import { toolCallCase } from './tool-calls/tool-call-case.ts';
import { CALLS_OF_AGENT } from './tool-calls/work.ts';
import { WRITES_KINDS, writesCase, writesCaseName } from './tool-calls/writes-case.ts';

const BROWSER_CASES = ['browser-session', 'timeout-to-client'];

export const agentSuite: Suite = {
  name: 'agent',
  summary:
    'what it costs an agent that its calls are seen, what a browser takes, and how soon a client sees a click time out',
  caseNames: [...TOOL_CALL_KINDS.map(({ name }) => name), ...WRITES_KINDS.map(writesCaseName), ...BROWSER_CASES],
  open: openAgent,
};

async function openAgent(options: SuiteOptions): Promise<OpenSuite> {
  const { cases: chosen, items } = options;
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await BenchServer.start({ prepareTemplate }));
  const agents = Math.ceil(items / CALLS_OF_AGENT);
  const cases: Case[] = [
    ...TOOL_CALL_KINDS.map((kind) => toolCallCase(server, kind, agents)),
    ...(await writesCases(options, stack)),
    ...(await browserCases(server, options)),
  ].filter(({ name }) => chosen.has(name));
  const facts = [await server.facts()];
  const resources = stack.move();
  return { cases, facts, report: reportAgent, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** On a server that logs every statement. */
async function writesCases({ cases }: SuiteOptions, stack: AsyncDisposableStack): Promise<Case[]> {
  if (!WRITES_KINDS.map(writesCaseName).some((name) => cases.has(name))) return [];
  const server = stack.use(await BenchServer.start({ prepareTemplate, settings: LOG_STATEMENTS }));
  return WRITES_KINDS.map((kind) => writesCase(server, kind));
}

async function browserCases(server: BenchServer, { cases, quick, skip }: SuiteOptions): Promise<Case[]> {
  const chosen = BROWSER_CASES.filter((name) => cases.has(name));
  if (chosen.length === 0) return [];
  if (!(await hasBrowser())) {
    skip(`${chosen.join(', ')}: there is no Chromium, Chrome or Edge on this machine`);
    return [];
  }
  return [
    sessionCase(server, quick ? { openings: 3, captures: 10 } : { openings: 10, captures: 50 }),
    timeoutCase(server, quick ? 20 : 40),
  ];
}

async function hasBrowser(): Promise<boolean> {
  try {
    await findBrowser({ env: process.env });
    return true;
  } catch (error) {
    if (error instanceof BrowserMissingError) return false;
    throw error;
  }
}

async function prepareTemplate(url: string): Promise<void> {
  await setUpDatabase(url, { createIfMissing: false });
}
