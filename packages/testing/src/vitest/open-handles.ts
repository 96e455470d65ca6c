import { pause, realNow } from '../real-time.ts';

/** What node calls the things that keep a process alive, and what people call them. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['FSEventWrap', 'file watchers'],
  ['ProcessWrap', 'child processes'],
  ['TCPServerWrap', 'listening servers'],
  ['TCPSocketWrap', 'open sockets'],
  ['Timeout', 'timers'],
  ['Worker', 'worker threads'],
]);

// What was closed a moment ago takes some turns of the event loop to go; vitest's own short timers come and go, too.
const GRACE_MS = 1000;
const POLL_MS = 5;

/**
 * Finds timers, servers, sockets and the like that were started between `enter` and `leave` and are still there. Things
 * that don't keep the process alive (`unref`) don't count.
 *
 * Several may enter; only the last one to leave looks, for until then the things may belong to another.
 */
export class OpenHandles {
  #inside = 0;
  #before = new Map<string, number>();

  /** Does the work that comes first, and notes what there was before it and still is after it. */
  async enter<T>(work: () => Promise<T>): Promise<T> {
    const before = count();
    const result = await work();
    const after = count();
    this.#inside += 1;
    if (this.#inside > 1) return result;
    // The smaller number: a short timer of vitest's in one of the two must not cover a leak later.
    this.#before = new Map([...before].map(([kind, number]) => [kind, Math.min(number, after.get(kind) ?? 0)]));
    return result;
  }

  /** A line for each kind of which there are more than in the beginning; empty when there is none. */
  async leave(): Promise<string> {
    this.#inside -= 1;
    if (this.#inside > 0) return '';
    const deadline = realNow() + GRACE_MS;
    for (;;) {
      const more = this.#compare();
      if (more.length === 0 || realNow() > deadline) return more.join('\n');
      await pause(POLL_MS);
    }
  }

  #compare(): string[] {
    const now = count();
    return [...KINDS].flatMap(([kind, name]) => {
      const excess = (now.get(kind) ?? 0) - (this.#before.get(kind) ?? 0);
      return excess > 0 ? [`  ${name}: ${excess}`] : [];
    });
  }
}

function count(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
