import { z } from 'zod';
import { InvalidAgentOptionError } from '../errors.ts';

/** When an agent counts as going round in circles. Counts are of calls. */
export interface LoopSettings {
  /** How many of the last calls repetitions and cycles are looked for in, 2–50. */
  readonly window: number;
  /** The same call so many times in a row: the model gets a hint, 2–20. */
  readonly repeatHint: number;
  /** So many: a warning, 2–30. */
  readonly repeatWarn: number;
  /** So many: the agent is stopped, 2–40. */
  readonly repeatStop: number;
  /** The longest cycle that is looked for, 2–10. One that does not fit into the window as often as `cycleRepeats` says is not found. */
  readonly cycleMaxLength: number;
  /** How often it has to come in a row, 2–20. */
  readonly cycleRepeats: number;
  /** How many calls ago a URL must have been reached for coming back to be worth a hint, 1–50. */
  readonly revisitGap: number;
  /** How many of the last calls failures are counted in, 1–50. */
  readonly failureWindow: number;
  /** How many of those must have failed, 1–50. */
  readonly failureThreshold: number;
}

export const LOOP_SETTINGS: LoopSettings = {
  // With 8 a cycle of 3 calls, which takes 9, would never be found.
  window: 12,
  repeatHint: 3,
  repeatWarn: 5,
  repeatStop: 7,
  cycleMaxLength: 3,
  cycleRepeats: 3,
  revisitGap: 5,
  failureWindow: 5,
  failureThreshold: 3,
};

const between = (least: number, most: number) => z.int().min(least).max(most);

const settingsSchema = z.strictObject({
  window: between(2, 50),
  repeatHint: between(2, 20),
  repeatWarn: between(2, 30),
  repeatStop: between(2, 40),
  cycleMaxLength: between(2, 10),
  cycleRepeats: between(2, 20),
  revisitGap: between(1, 50),
  failureWindow: between(1, 50),
  failureThreshold: between(1, 50),
}) satisfies z.ZodType<LoopSettings>;

/** Of each pair the first must not be more than the second: one of the two could never happen. */
const ORDERED = [
  ['repeatHint', 'repeatWarn'],
  ['repeatWarn', 'repeatStop'],
  ['repeatStop', 'window'],
  ['failureThreshold', 'failureWindow'],
] as const satisfies readonly (readonly [keyof LoopSettings, keyof LoopSettings])[];

/** The settings with their defaults. Throws `InvalidAgentOptionError`. */
export function loopSettings(given: Partial<LoopSettings>): LoopSettings {
  const checked = settingsSchema.partial().safeParse(given);
  if (!checked.success) throw new InvalidAgentOptionError('loops', z.prettifyError(checked.error));
  const told = Object.entries(checked.data).filter(([, setting]) => setting !== undefined);
  const settings: LoopSettings = { ...LOOP_SETTINGS, ...Object.fromEntries(told) };
  for (const [less, more] of ORDERED) {
    if (settings[less] > settings[more]) {
      const problem = `${less} (${settings[less]}) is more than ${more} (${settings[more]})`;
      throw new InvalidAgentOptionError('loops', problem, { hint: `Lower ${less}, or raise ${more}.` });
    }
  }
  return settings;
}
