import { findBrowser } from '@telltale/browser';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

export async function openBrowser(): Promise<Browser> {
  const { path } = await findBrowser({ env: process.env });
  return await chromium.launch({ executablePath: path });
}

/** A window of a common size. Its cache is its own, and empty. */
export async function openWindow(browser: Browser, baseURL: string): Promise<BrowserContext> {
  return await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
}

/** JavaScript objects that are in use, in bytes, after a collection. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
