import type { Spread } from './statistics.ts';

/** About three significant digits, thousands apart: `12,300`, `450.3`, `1.45`, `0.051`; a dash for what was not measured. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const magnitude = Math.abs(value);
  if (magnitude >= 1000) return Math.round(value).toLocaleString('en-US');
  if (Number.isInteger(value)) return String(value);
  if (magnitude >= 10) return value.toFixed(1);
  if (magnitude >= 0.1) return value.toFixed(2);
  return String(Number(value.toPrecision(2)));
}

/** `31.2 [17.0–46.1]`, or just `31.2` when they are all the same. */
export function formatSpread({ median, min, max }: Spread, unit = ''): string {
  if (!Number.isFinite(median)) return '–';
  if (min === max) return `${formatNumber(median)}${unit}`;
  return `${formatNumber(median)}${unit} [${formatNumber(min)}–${formatNumber(max)}]`;
}

/** `4:05`, in minutes and seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
