import type { Instant } from '@telltale/core';

/** The driver's date as the ledger's users see it. */
export function instant(date: Date): Instant {
  return date.toISOString();
}

export function instantOrNull(date: Date | null): Instant | null {
  return date === null ? null : date.toISOString();
}
