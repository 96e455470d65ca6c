import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onceAFrame } from './once-a-frame.ts';

const FRAME_MS = 16;

let visibilityState: 'visible' | 'hidden';
let clockMs: number;

function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += 1) {
    clockMs += 1;
    vi.advanceTimersByTime(1);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  visibilityState = 'visible';
  clockMs = 0;
  vi.stubGlobal('performance', { now: () => clockMs });
  vi.stubGlobal('document', {
    get visibilityState() {
      return visibilityState;
    },
  });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, FRAME_MS));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('all that comes within a frame makes one picture', () => {
  const draw = vi.fn();
  const frame = onceAFrame(draw);
  frame.request();
  frame.request();
  pass(FRAME_MS);
  expect(draw).toHaveBeenCalledTimes(1);
});

test('after one that took long the next comes later', () => {
  const draw = vi.fn(() => {
    clockMs += 30;
  });
  const frame = onceAFrame(draw);
  frame.request();
  pass(FRAME_MS);
  frame.request();
  pass(50 + FRAME_MS);
  expect(draw).toHaveBeenCalledTimes(1);
  pass(10 + FRAME_MS);
  expect(draw).toHaveBeenCalledTimes(2);
});

test('nobody waits for good, however long one took', () => {
  const draw = vi.fn(() => {
    clockMs += 5_000;
  });
  const frame = onceAFrame(draw);
  frame.request();
  pass(FRAME_MS);
  frame.request();
  pass(110 + FRAME_MS);
  expect(draw).toHaveBeenCalledTimes(2);
});

test('behind others a page is drawn now and then', () => {
  visibilityState = 'hidden';
  const draw = vi.fn();
  onceAFrame(draw).request();
  pass(FRAME_MS);
  expect(draw).not.toHaveBeenCalled();
  pass(250);
  expect(draw).toHaveBeenCalledTimes(1);
});

test('what was stopped draws nothing, and can be begun again', () => {
  const draw = vi.fn();
  const frame = onceAFrame(draw);
  frame.request();
  frame.stop();
  pass(1_000);
  expect(draw).not.toHaveBeenCalled();
  frame.request();
  pass(FRAME_MS);
  expect(draw).toHaveBeenCalledTimes(1);
});
