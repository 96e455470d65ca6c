import { setTimeout as delay } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';
import { PageUnresponsiveError } from '../tools/errors.ts';

const NAVIGATED = /Execution context was destroyed|Cannot find context|frame was detached/;

export interface InPageOptions {
  readonly signal: AbortSignal;
  readonly limitMs: number;
}

/**
 * What a function gives that runs in a page or a frame. Playwright waits for it for ever; this does not: throws
 * `PageUnresponsiveError` after the limit, and the signal's reason. Asks once more if the page was just left.
 */
export async function inPage<A, R>(
  target: Page | Frame,
  run: (argument: A) => R | Promise<R>,
  argument: A,
  options: InPageOptions,
): Promise<R> {
  // biome-ignore lint/suspicious/noExplicitAny: Playwright's type unwraps handles in arguments, and there are none.
  const ask = () => answered(target.evaluate(run as any, argument) as Promise<R>, options);
  try {
    return await ask();
  } catch (error) {
    if (!NAVIGATED.test(String(error))) throw error;
    await target.waitForLoadState('domcontentloaded', { timeout: options.limitMs });
    return await ask();
  }
}

/** What a page is asked for, unless it does not answer. */
export async function answered<T>(answer: Promise<T>, { signal, limitMs }: InPageOptions): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const stops = AbortSignal.any([signal, over.signal]);
  const late = delay(limitMs, undefined, { signal: stops }).then(
    () => Promise.reject(new PageUnresponsiveError(limitMs)),
    () => Promise.reject(signal.reason),
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    late.catch(() => undefined);
    over.abort();
  }
}
