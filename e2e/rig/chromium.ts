import { findBrowser } from '@telltale/browser';
import { type Browser, chromium } from 'playwright-core';
import { describe } from 'vitest';

const found = await findBrowser({ env: process.env }).catch(() => null);

/** `describe`, for what needs a real browser. */
export const describeWithBrowser = (name: string, body: () => void): void => {
  if (found === null) describe.skip(`${name} (skipped: there is no browser on this machine)`, body);
  else describe(name, body);
};

/** The browser of this machine, without a window. Throws where there is none. */
export async function launchChromium(): Promise<Browser> {
  if (found === null) throw new Error('there is no Chromium, Chrome or Edge on this machine');
  return await chromium.launch({
    executablePath: found.path,
    args: ['--mute-audio', '--autoplay-policy=no-user-gesture-required'],
  });
}
