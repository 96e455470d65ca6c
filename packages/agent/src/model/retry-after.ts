/** What a provider asks to wait before the next request, in ms; `null` if it does not say, or nothing that can be read. */
export function retryAfterMs(headers: Readonly<Record<string, string>> | undefined, nowMs: number): number | null {
  const ms = Number.parseFloat(headers?.['retry-after-ms'] ?? '');
  if (ms >= 0) return ms;
  const told = headers?.['retry-after'];
  if (told === undefined) return null;
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(told) ? Number(told) : (Date.parse(told) - nowMs) / 1_000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds * 1_000);
}
