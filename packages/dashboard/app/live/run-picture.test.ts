import { NO_HISTORY } from '@telltale/core';
import { describe, expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { isMoving, momentOf, type RunPicture, verdictOfPicture } from './run-picture.ts';
import { at, RUN_ID, START, STARTED, SUBMITTED, stepStarted, told } from './test/told-run.ts';

const running = told(SUBMITTED, STARTED, stepStarted('fetch'));

function picture(changes: Partial<RunPicture> = {}): RunPicture {
  return {
    runId: RUN_ID,
    view: running,
    summary: null,
    history: NO_HISTORY,
    isRemembered: false,
    asOf: at(3),
    error: null,
    ...changes,
  };
}

function link(state: Connection['state'], since = at(5)): Connection {
  return { state, since, error: null };
}

const LATER = START + 60_000;

describe('the moment that a picture tells of', () => {
  test.each(['offline', 'away', 'resting'] as const)('is when the news stopped while the page is %s', (state) => {
    expect(momentOf(picture(), link(state), LATER)).toBe(Date.parse(at(5)));
  });

  test.each(['connecting', 'catching-up'] as const)(
    'is that of the newest that has come while the page is %s',
    (state) => {
      expect(momentOf(picture(), link(state), LATER)).toBe(Date.parse(at(2)));
    },
  );

  test('is now while news arrive, but not long after the last of a run in hand', () => {
    expect(momentOf(picture(), link('live'), START + 10_000)).toBe(START + 10_000);
    expect(momentOf(picture(), link('live'), LATER)).toBe(Date.parse(at(2)) + 15_000);
  });

  test('is when this browser saw the run last, where nothing newer has come', () => {
    expect(momentOf(picture({ isRemembered: true }), link('connecting'), LATER)).toBe(Date.parse(at(3)));
  });

  test('is now for a run that has ended, whatever the connection does', () => {
    const view = told(SUBMITTED, STARTED, { type: 'run.succeeded', data: { durationMs: 1 } });
    expect(momentOf(picture({ view, isRemembered: true }), link('offline'), LATER)).toBe(LATER);
  });

  test('is now for a run that waits: nobody has to tell of it', () => {
    expect(momentOf(picture({ view: told(SUBMITTED) }), link('live'), LATER)).toBe(LATER);
  });
});

test('a silence of the network is not taken for one of the worker', () => {
  const lost = picture();
  expect(verdictOfPicture(lost, LATER)?.name).toBe('orphaned');
  expect(verdictOfPicture(lost, momentOf(lost, link('offline'), LATER))?.name).toBe('working');
  // Nor where it was noticed late.
  expect(verdictOfPicture(lost, momentOf(lost, link('offline', at(50)), LATER))?.name).toBe('working');
});

test('what is orphaned is not expected to move', () => {
  expect(isMoving(picture(), START + 3_000)).toBe(true);
  expect(isMoving(picture(), LATER)).toBe(false);
});
