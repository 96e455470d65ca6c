import { describe, expect, test } from 'vitest';
import { FOLLOW_DEFAULTS } from './follow-settings.ts';
import { retryPauseMs } from './retry-pause.ts';

const lost = { attempt: 1, retryAfterMs: null, streamRetryMs: null };
const least = () => 0;
const most = () => 1;

describe('the pause before connecting again', () => {
  test('doubles up to its limit, and leaves out up to a half of it', () => {
    const pauses = (random: () => number) =>
      [1, 2, 3, 4, 5, 50].map((attempt) => retryPauseMs({ ...lost, attempt }, FOLLOW_DEFAULTS, random));
    expect(pauses(most)).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
    expect(pauses(least)).toEqual([250, 500, 1000, 2000, 2500, 2500]);
  });

  test('begins with what the stream said, unless the reader has said it', () => {
    const told = { ...lost, streamRetryMs: 1000 };
    expect(retryPauseMs(told, FOLLOW_DEFAULTS, most)).toBe(1000);
    expect(retryPauseMs(told, { ...FOLLOW_DEFAULTS, retryMs: 10 }, most)).toBe(10);
  });

  test('is never shorter than what the server asked for', () => {
    const told = { ...lost, attempt: 9, retryAfterMs: 8000 };
    expect(retryPauseMs(told, FOLLOW_DEFAULTS, least)).toBe(8000);
    expect(retryPauseMs(told, FOLLOW_DEFAULTS, most)).toBe(10_000);
    expect(retryPauseMs({ ...told, retryAfterMs: 1e12 }, FOLLOW_DEFAULTS, most)).toBe(600_000);
  });
});
