/** An instant as a field for times shows it, in the zone of whoever fills it in: `2026-11-21T04:14:15`. Empty for what is none. */
export function toLocalTime(instant: string): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return '';
  const shifted = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

/** The instant of a time in the zone of whoever filled it in. Empty for what is none. */
export function fromLocalTime(time: string): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}
