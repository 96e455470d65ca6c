import { describe } from 'vitest';
import { hasChromium } from './chromium.ts';

/** `describe`, for what needs a real browser. */
export const describeWithBrowser = (name: string, body: () => void): void => {
  if (hasChromium) describe(name, body);
  else describe.skip(`${name} (skipped: there is no browser on this machine)`, body);
};
