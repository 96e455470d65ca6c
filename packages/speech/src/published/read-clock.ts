/** `1:02:03.5`, `02:03,500` or `3.5` in seconds; `NaN` for anything else. */
export function readClock(text: string): number {
  const parts = text.trim().replace(',', '.').split(':');
  if (parts.length > 3 || parts.some((part) => !/^\d+(?:\.\d*)?$/.test(part))) return Number.NaN;
  return parts.reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
