import type { Instant } from '@telltale/core';

const DAY_AND_TIME = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Day and time where the reader is, with the zone. */
export function formatInstant(at: Instant): string {
  return DAY_AND_TIME.format(Date.parse(at));
}

/** The time of day where the reader is. */
export function formatTimeOfDay(at: Instant): string {
  return TIME.format(Date.parse(at));
}
