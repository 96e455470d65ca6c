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
