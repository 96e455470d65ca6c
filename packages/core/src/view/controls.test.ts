import { expect, it } from 'vitest';
import { ALLOWED_CONTROLS, allowsControl, CONTROLS } from './controls.ts';
import { hasEnded, RUN_STATES } from './states.ts';

it('lets every run that has not ended be cancelled, once', () => {
  const cancellable = RUN_STATES.filter((state) => allowsControl(state, 'cancel'));
  expect(cancellable).toEqual(RUN_STATES.filter((state) => !hasEnded(state) && state !== 'cancelling'));
});

it('makes a new run only of one that has ended', () => {
  for (const state of RUN_STATES) {
    expect(allowsControl(state, 'rerun')).toBe(hasEnded(state));
    expect(allowsControl(state, 'retry')).toBe(hasEnded(state) && state !== 'succeeded');
  }
});

it('has a state for every control', () => {
  expect(new Set(Object.values(ALLOWED_CONTROLS).flat())).toEqual(new Set(CONTROLS));
});
