import type { TraceEvent } from '@telltale/core';
import { expect, test } from 'vitest';
import { EventPages } from './event-pages.ts';

function events(first: number, last: number): TraceEvent[] {
  return Array.from({ length: last - first + 1 }, (_, offset) => ({
    runId: 'run',
    seq: first + offset,
    at: '2026-11-21T08:00:00.000Z',
    type: 'run.titled',
    step: null,
    item: null,
    actionId: null,
    data: { title: '' },
  }));
}

test('finds an event by its seq', () => {
  const pages = new EventPages({ pageSize: 10, maxPages: 3 });
  pages.put(events(8, 12));
  expect(pages.get(8)?.seq).toBe(8);
  expect(pages.get(12)?.seq).toBe(12);
  expect(pages.get(13)).toBeUndefined();
});

test('says which page is missing of what is looked at', () => {
  const pages = new EventPages({ pageSize: 10, maxPages: 3 });
  pages.put(events(8, 20));
  expect(pages.missing(8, 20)).toBeNull();
  expect(pages.missing(7, 20)).toBe(0);
  expect(pages.missing(15, 21)).toBe(2);
  expect(pages.before(2)).toBe(20);
});

test('forgets the page that was looked at least lately', () => {
  const pages = new EventPages({ pageSize: 10, maxPages: 2 });
  pages.put(events(1, 20));
  pages.missing(1, 10);
  pages.put(events(21, 30));
  expect(pages.get(5)?.seq).toBe(5);
  expect(pages.get(15)).toBeUndefined();
});
