import { findBrowser } from '@telltale/browser';
import { type Browser, chromium } from 'playwright-core';

const found = await findBrowser({ env: process.env }).catch(() => null);

export const hasChromium = found !== null;

/** The browser of this machine, without a window. Throws where there is none. */
export async function launchChromium(): Promise<Browser> {
  if (found === null) throw new Error('there is no Chromium, Chrome or Edge on this machine');
  return await chromium.launch({
    executablePath: found.path,
    args: ['--disable-gpu', '--mute-audio', '--autoplay-policy=no-user-gesture-required'],
  });
}
