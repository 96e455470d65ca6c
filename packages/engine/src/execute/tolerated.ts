/**
 * A promise for a body that may forget to await it. Its failure is in the trace all the same, and must not end the process,
 * with all other runs in it, as a rejection that nobody handles does.
 */
export function tolerated<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
