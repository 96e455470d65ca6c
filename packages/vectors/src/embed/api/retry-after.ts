/** How long a server asks to wait, in ms, by `retry-after-ms` or `retry-after` (seconds or a date); `null` if it does not. */
export function retryAfterMs(headers: Headers, nowMs: () => number = Date.now): number | null {
  const exact = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (exact >= 0) return exact;
  const text = headers.get('retry-after') ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs());
}
