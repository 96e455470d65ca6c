import type { Counts } from '../events/shapes.ts';
import { handled } from '../view/counts.ts';

/** `1,234`, `0.5`, `1,710.3`: thousands apart, at most one decimal. */
export function formatNumber(value: number): string {
  const [whole = '', decimals] = String(Math.round(value * 10) / 10).split('.');
  const grouped = /^-?\d+$/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `812 B`, `12.3 MB`: powers of 1,000. */
export function formatBytes(bytes: number): string {
  const power = byteUnit(bytes);
  return `${inByteUnit(bytes, power)} ${BYTE_UNITS[power]}`;
}

/** `1 segment`, `45 segments`. A unit is given as a plural. */
export function formatQuantity(count: number, unit: string | null): string {
  const plural = unit ?? 'items';
  if (isBytes(plural)) return formatBytes(count);
  return `${formatNumber(count)} ${count === 1 ? singular(plural) : plural}`;
}

/** `$1.20`, `$0.0123`: below a dollar fractions of a cent count. */
export function formatUsd(usd: number): string {
  return `$${usd.toFixed(usd < 1 ? 4 : 2)}`;
}

/** How far a step is: `45 of ~120 segments (2 failed)`, `45 segments`, `no segments to process`. */
export function formatCounts(counts: Counts, unit: string | null): string {
  if (counts.total === 0 && handled(counts) === 0) return `no ${unit ?? 'items'} to process`;
  const parts = [
    ...(counts.failed > 0 ? [`${formatNumber(counts.failed)} failed`] : []),
    ...(counts.skipped > 0 ? [`${formatNumber(counts.skipped)} skipped`] : []),
  ];
  const notes = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${howMany(counts, unit)}${notes}`;
}

function howMany(counts: Counts, unit: string | null): string {
  const { total } = counts;
  const done = handled(counts);
  if (total === null) return formatQuantity(done, unit);
  const about = counts.estimated === true ? '~' : '';
  if (unit !== null && isBytes(unit)) {
    const power = byteUnit(total);
    return `${inByteUnit(done, power)} of ${about}${inByteUnit(total, power)} ${BYTE_UNITS[power]}`;
  }
  return `${formatNumber(done)} of ${about}${formatQuantity(total, unit)}`;
}

/** English plurals as units have them: symbols and words in `ss` stay as they are. */
export function singular(plural: string): string {
  if (plural.length < 3 || !plural.endsWith('s') || plural.endsWith('ss')) return plural;
  return plural.endsWith('ies') ? `${plural.slice(0, -3)}y` : plural.slice(0, -1);
}

function isBytes(unit: string): boolean {
  return unit === 'bytes';
}

function byteUnit(bytes: number): 0 | 1 | 2 | 3 | 4 {
  // Rounding to one decimal may reach the next unit: 999,960 bytes are 1.0 MB, not 1000.0 kB.
  if (bytes < 1_000) return 0;
  if (bytes < 999_950) return 1;
  if (bytes < 999_950_000) return 2;
  return bytes < 999_950_000_000 ? 3 : 4;
}

function inByteUnit(bytes: number, power: number): string {
  return power === 0 ? formatNumber(bytes) : (bytes / 1_000 ** power).toFixed(1);
}
