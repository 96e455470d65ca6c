import { clockMs } from './clock.ts';

/**
 * Calls `send` so many times a second for so many seconds, whether or not anything is done with what was sent before. A
 * timer can come a millisecond late; what was due meanwhile is then sent at once.
 */
export async function atSteadyRate(perSecond: number, seconds: number, send: () => void): Promise<void> {
  const startedMs = clockMs();
  const total = perSecond * seconds;
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((clockMs() - startedMs) / 1000) * perSecond) + 1);
    for (; sent < due; sent += 1) send();
    const nextMs = startedMs + (sent / perSecond) * 1000 - clockMs();
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, nextMs)));
  }
}
