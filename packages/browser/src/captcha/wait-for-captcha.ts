import { setTimeout as delay } from 'node:timers/promises';
import { formatDuration } from '@telltale/core';
import type { Page } from 'playwright-core';
import { type InPageOptions, inPage } from '../content/in-page.ts';
import { type CaptchaKind, detectCaptcha } from './detect-captcha.ts';

/** How long a page may take to let a visitor pass by itself, in ms. */
export interface CaptchaTimes {
  readonly pollMs: number;
  /** Cloudflare's first page often lets a browser pass after some seconds. */
  readonly cloudflareMs: number;
  readonly othersMs: number;
}

export const CAPTCHA_TIMES: CaptchaTimes = { pollMs: 500, cloudflareMs: 30_000, othersMs: 5_000 };

export interface CaptchaOptions {
  /** The page to look at now. */
  readonly page: () => Page;
  readonly signal: AbortSignal;
  /** Longest time of one look, in ms. */
  readonly glanceMs: number;
  readonly times: CaptchaTimes;
}

/** Waits while a page tests whether the visitor is a person. Gives what an agent should know of it; `null`: there was no test. */
export async function waitForCaptcha({ page, signal, glanceMs, times }: CaptchaOptions): Promise<string | null> {
  const look = { signal, limitMs: glanceMs };
  const first = await detect(page(), look);
  if (first === null) return null;
  const limitMs = first === 'Cloudflare' ? times.cloudflareMs : times.othersMs;
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += times.pollMs) {
    await delay(Math.min(times.pollMs, limitMs), undefined, { signal });
    if ((await detect(page(), look)) === null) {
      return `A ${first} check of the page was passed after ${formatDuration(waitedMs + times.pollMs)}.`;
    }
  }
  return `The page shows a ${first} check that did not go away in ${formatDuration(limitMs)}: it wants a person. What is behind it cannot be read; try another address of the site, or another site.`;
}

/** A page that does not answer shows nobody a test. */
async function detect(page: Page, look: InPageOptions): Promise<CaptchaKind | null> {
  try {
    return await inPage(page, detectCaptcha, undefined, look);
  } catch {
    look.signal.throwIfAborted();
    // Whoever reads the page next says why that cannot be done.
    return null;
  }
}
