import { BrowserMissingError, findBrowser } from '@telltale/browser';
import { setUpDatabase } from '@telltale/engine/client';
import { BenchServer } from '../../harness/bench-server.ts';
import type { OpenSuite, Suite, SuiteOptions } from '../../harness/suite.ts';
import { firstPaintCase } from './first-paint-case.ts';
import { latencyCase } from './latency-case.ts';
import { liveTailCase } from './live-tail-case.ts';
import { reportDashboard } from './report.ts';
import { SCROLLING_CASES, scrollingCases } from './scrolling-cases.ts';
import { transferCase } from './transfer-case.ts';

const CASES = ['action-to-page', 'first-paint', 'transfer', ...SCROLLING_CASES, 'live-tail'];

export const dashboardSuite: Suite = {
  name: 'dashboard',
  summary: 'how soon a page shows what happens, how soon it is there, and whether its longest lists stay fluid',
  caseNames: CASES,
  open: openDashboardSuite,
};

async function openDashboardSuite({ cases: chosen, items, quick, skip }: SuiteOptions): Promise<OpenSuite> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await BenchServer.start({ prepareTemplate }));
  const facts = [await server.facts()];
  const browser = await browserVersion();
  if (browser === null) skip(`${CASES.join(', ')}: there is no Chromium, Chrome or Edge on this machine`);
  else facts.push(browser);
  const all = [
    latencyCase(server, Math.max(150, Math.round(items * 0.08))),
    firstPaintCase(server, quick ? 3 : 10),
    transferCase(server),
    ...scrollingCases(server, quick ? 120 : 600),
    liveTailCase(server, quick ? 120 : 600),
  ];
  const cases = browser === null ? [] : all.filter(({ name }) => chosen.has(name));
  const resources = stack.move();
  return { cases, facts, report: reportDashboard, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function browserVersion(): Promise<string | null> {
  try {
    const { version, path } = await findBrowser({ env: process.env });
    return version ?? path;
  } catch (error) {
    if (error instanceof BrowserMissingError) return null;
    throw error;
  }
}

async function prepareTemplate(url: string): Promise<void> {
  await setUpDatabase(url, { createIfMissing: false });
}
