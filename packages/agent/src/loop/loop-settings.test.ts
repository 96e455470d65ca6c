import { describe, expect, it } from 'vitest';
import { LOOP_SETTINGS, type LoopSettings, loopSettings } from './loop-settings.ts';

const RANGES: readonly (readonly [keyof LoopSettings, number, number, Partial<LoopSettings>])[] = [
  ['window', 2, 50, { repeatHint: 2, repeatWarn: 2, repeatStop: 2 }],
  ['repeatHint', 2, 20, { repeatWarn: 30, repeatStop: 40, window: 50 }],
  ['repeatWarn', 2, 30, { repeatHint: 2, repeatStop: 40, window: 50 }],
  ['repeatStop', 2, 40, { repeatHint: 2, repeatWarn: 2, window: 50 }],
  ['cycleMaxLength', 2, 10, {}],
  ['cycleRepeats', 2, 20, {}],
  ['revisitGap', 1, 50, {}],
  ['failureWindow', 1, 50, { failureThreshold: 1 }],
  ['failureThreshold', 1, 50, { failureWindow: 50 }],
];

describe('loopSettings', () => {
  it('has a default for each, and takes an option that is undefined for one that is missing', () => {
    expect(loopSettings({})).toEqual(LOOP_SETTINGS);
    expect(loopSettings({ window: undefined as unknown as number })).toEqual(LOOP_SETTINGS);
  });

  it.each(RANGES)('takes %s from %i to %i', (setting, least, most, others) => {
    for (const value of [least, most]) expect(loopSettings({ ...others, [setting]: value })[setting]).toBe(value);
    for (const value of [least - 1, most + 1, least + 0.5, Number.NaN]) {
      expect(() => loopSettings({ ...others, [setting]: value })).toThrow(
        expect.objectContaining({ code: 'agent_option_invalid', message: expect.stringContaining(setting) }),
      );
    }
  });

  it.each([
    [{ repeatHint: 6 }, 'repeatHint (6) is more than repeatWarn (5)'],
    [{ repeatWarn: 8 }, 'repeatWarn (8) is more than repeatStop (7)'],
    [{ window: 6 }, 'repeatStop (7) is more than window (6)'],
    [{ failureThreshold: 6 }, 'failureThreshold (6) is more than failureWindow (5)'],
  ])('refuses %j, with which something could never happen', (given, problem) => {
    expect(() => loopSettings(given)).toThrow(problem);
  });

  it('refuses a setting that it does not know', () => {
    expect(() => loopSettings({ windows: 3 } as Partial<LoopSettings>)).toThrow('windows');
  });

  it('finds cycles of the longest length with its defaults', () => {
    expect(LOOP_SETTINGS.window).toBeGreaterThanOrEqual(LOOP_SETTINGS.cycleMaxLength * LOOP_SETTINGS.cycleRepeats);
  });
});
