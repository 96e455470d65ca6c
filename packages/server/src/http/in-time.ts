import { DatabaseSilentError } from '../errors/request-errors.ts';

/**
 * Gives up on a read after so many ms, whatever becomes of it: a network that swallows packets makes it neither succeed nor
 * fail. Throws `DatabaseSilentError`, and what `read` throws.
 */
export async function inTime<T>(timeoutMs: number, read: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DatabaseSilentError(timeoutMs)), timeoutMs);
  try {
    return await Promise.race([read(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
