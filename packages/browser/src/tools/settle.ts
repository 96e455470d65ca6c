import type { Page } from 'playwright-core';
import { whenQuiet } from '../content/in-page/when-quiet.ts';
import { inPage } from '../content/in-page.ts';

/** A page that has not changed for so long, in ms, is taken for done. */
const QUIET_MS = 100;

export interface SettleOptions {
  readonly maxMs: number;
  readonly signal: AbortSignal;
}

/** Waits until a page has loaded and does not change any more, for at most `maxMs`. A page that goes on changing is looked at as it is. */
export async function settle(page: Page, { maxMs, signal }: SettleOptions): Promise<void> {
  if (maxMs === 0) return;
  try {
    await page.waitForLoadState('domcontentloaded', { timeout: maxMs });
    await inPage(page, whenQuiet, { quietMs: QUIET_MS, maxMs }, { signal, limitMs: maxMs });
  } catch {
    signal.throwIfAborted();
  }
}
