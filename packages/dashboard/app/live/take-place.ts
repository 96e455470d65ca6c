/** Browsers have six HTTP/1.1 connections to one server for all its pages: what is not a stream needs the others. */
const PLACES = 4;

/**
 * Takes one of the places that the pages of a browser have for streams, until the signal aborts. Gives whether there was one.
 * Where places cannot be counted, or connections are not, there always is.
 */
export async function takePlace(signal: AbortSignal): Promise<boolean> {
  // Browsers have no locks for pages that came without TLS from another machine.
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined || !countsConnections()) return true;
  for (let place = 1; place <= PLACES && !signal.aborted; place += 1) {
    if (await take(locks, `telltale-stream-${place}`, signal)) return true;
  }
  return false;
}

function take(locks: LockManager, name: string, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const held = locks.request(name, { ifAvailable: true }, async (lock) => {
    resolve(lock !== null);
    if (lock !== null) await aborted(signal);
  });
  // A browser that refuses locks is one without.
  held.catch(() => resolve(true));
  return promise;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** Over HTTP/2 and later, all streams share one connection. */
function countsConnections(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  const protocol = entry instanceof PerformanceResourceTiming ? entry.nextHopProtocol : '';
  return !/^h[23]/.test(protocol);
}
