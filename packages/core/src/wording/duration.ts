import type { Range } from '../estimate/range.ts';

/** How long something took: `40 ms`, `30.0 s`, `2 m 05 s`, `1 h 02 m`, `3 d 04 h`. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
  const tenths = Math.round(ms / 100);
  return tenths < 600 ? `${(tenths / 10).toFixed(1)} s` : twoUnits(Math.round(ms / 1_000));
}

/** How long ago something was: the same, but in whole units that have passed: `0 s`, `42 s`, `2 m 10 s`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return seconds < 60 ? `${seconds} s` : twoUnits(seconds);
}

function twoUnits(seconds: number): string {
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${padded(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${padded(minutes % 60)} m`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d ${padded(hours % 24)} h`;
}

function padded(count: number): string {
  return String(count).padStart(2, '0');
}

/** Units for time that is left, each used up to so many of it, in steps that do not promise too much. */
const SCALES = [
  { unit: 's', ms: 1_000, step: 5, upTo: 90 },
  { unit: 'min', ms: 60_000, step: 1, upTo: 90 },
  { unit: 'h', ms: 3_600_000, step: 0.5, upTo: 48 },
  { unit: 'd', ms: 86_400_000, step: 0.5, upTo: Number.POSITIVE_INFINITY },
] as const;

/** How long something will take: `about 3–5 min`, `under 20 s`, `about 2 h`. Rounded outwards, so it stays as true. */
export function formatRange({ lowMs, highMs }: Range): string {
  const scale = SCALES.find(({ ms, upTo }) => highMs <= ms * upTo) ?? SCALES[3];
  const low = Math.floor(lowMs / (scale.ms * scale.step)) * scale.step;
  const high = Math.max(1, Math.ceil(highMs / (scale.ms * scale.step))) * scale.step;
  if (low === 0) return `under ${high} ${scale.unit}`;
  return low === high ? `about ${high} ${scale.unit}` : `about ${low}–${high} ${scale.unit}`;
}
