import { BrowserSlowError } from './errors.ts';

/**
 * What `work` gives, if it gives it within `limitMs`; else throws `BrowserSlowError`. What it does later, failures
 * included, nobody hears of.
 */
export async function within<T>(what: string, limitMs: number, work: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new BrowserSlowError(what, limitMs)), limitMs);
  try {
    return await Promise.race([work(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What `work` gives, unless the signal aborts before: its reason is thrown at once, and nobody hears of `work` any more. */
export async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
