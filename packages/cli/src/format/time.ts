import type { Instant } from '@telltale/core';

/** The time of day here: `03:14:15`. */
export function timeOfDay(at: Instant): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** The day here: `2026-11-21`. */
export function dayOf(at: Instant): string {
  const date = new Date(at);
  return [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
