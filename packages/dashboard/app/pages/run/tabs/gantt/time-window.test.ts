import { describe, expect, test } from 'vitest';
import type { Bar } from './gantt-rows.ts';
import { panned, visibleBars, wholeWindow, zoomed } from './time-window.ts';

function aBar(key: string, from: number, to: number | null, outcome: Bar['outcome'] = 'success'): Bar {
  return { key, name: key, from, to, outcome, actionId: key };
}

describe('visibleBars', () => {
  const seen = (bars: readonly Bar[], from: number, to: number, width = 100, now = 1_000) =>
    visibleBars(bars, { from, to }, { width, now }).map(({ bar, left, width, count }) => [bar.key, left, width, count]);

  test('draws what lies within the window, cut at its edges', () => {
    const bars = [
      aBar('before', 0, 90),
      aBar('a', 95, 150),
      aBar('b', 160, 180),
      aBar('c', 190, 400),
      aBar('d', 500, 600),
    ];
    expect(seen(bars, 100, 200)).toEqual([
      ['a', 0, 50, 1],
      ['b', 60, 20, 1],
      ['c', 90, 10, 1],
    ]);
  });

  test('draws a running one up to now', () => {
    expect(seen([aBar('a', 0, null)], 0, 100, 100, 40)).toEqual([['a', 0, 40, 1]]);
  });

  test('draws one without length so that it can be seen', () => {
    expect(seen([aBar('a', 10, 10)], 0, 100)).toEqual([['a', 10, 3, 1]]);
  });

  test('makes one of those that cannot be told apart, however many there are', () => {
    const bars = Array.from({ length: 10_000 }, (_, n) => aBar(`${n}`, n, n + 1));
    const drawn = seen(bars, 0, 10_000);
    expect(drawn.length).toBeLessThanOrEqual(34);
    expect(drawn.reduce((sum, [, , , count]) => sum + Number(count), 0)).toBe(10_000);
  });

  test('tells the worst of those that it makes one of', () => {
    const bars = [aBar('a', 0, 0), aBar('b', 1, 1, 'error'), aBar('c', 2, 2)];
    expect(visibleBars(bars, { from: 0, to: 1_000 }, { width: 100, now: 1_000 })).toMatchObject([
      { count: 3, outcome: 'error' },
    ]);
  });
});

describe('a window', () => {
  const whole = { from: 0, to: 1_000 };

  test('zooms about a moment that stays where it is', () => {
    expect(zoomed(whole, 0.5, 250, whole)).toEqual({ from: 125, to: 625 });
  });

  test('zooms out to everything, and not beyond', () => {
    expect(zoomed({ from: 100, to: 200 }, 100, 150, whole)).toEqual(whole);
  });

  test('does not zoom in without end', () => {
    expect(zoomed({ from: 0, to: 20 }, 0.5, 10, whole)).toEqual({ from: 0, to: 20 });
  });

  test('pans up to the ends', () => {
    expect(panned({ from: 100, to: 300 }, 50, whole)).toEqual({ from: 150, to: 350 });
    expect(panned({ from: 100, to: 300 }, -500, whole)).toEqual({ from: 0, to: 200 });
    expect(panned({ from: 100, to: 300 }, 5_000, whole)).toEqual({ from: 800, to: 1_000 });
  });

  test('is a second long at least', () => {
    expect(wholeWindow([5, 7], [7])).toEqual({ from: 5, to: 1_005 });
  });
});
