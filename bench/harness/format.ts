import type { Spread } from './statistics.ts';

/** Three significant digits, thousands apart: `12,300`, `1.45`, `0.80`, `0.051`; a dash for what was not measured. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const magnitude = Math.abs(value);
  if (magnitude >= 100) return Math.round(value).toLocaleString('en-US');
  if (magnitude >= 10) return value.toFixed(1);
  if (magnitude >= 0.1) return value.toFixed(2);
  return value === 0 ? '0' : String(Number(value.toPrecision(2)));
}

/** `31 [17–46]`, or just `31` when they are all the same. */
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
