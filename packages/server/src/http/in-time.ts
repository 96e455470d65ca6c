import { TelltaleError } from '@telltale/core';

/** The database said nothing for so long that the caller is told, whatever becomes of the query. */
class DatabaseSilentError extends TelltaleError {
  override readonly name = 'DatabaseSilentError';
  constructor(timeoutMs: number) {
    super(`The database did not answer within ${timeoutMs} ms.`, {
      code: 'database_unreachable',
      hint: 'Check the network between here and the database.',
      retryable: true,
    });
  }
}

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
