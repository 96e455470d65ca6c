import type { BrowserOptions } from '@telltale/browser';
import type { Config } from '../config/schema.ts';

/** The browser of agents, as the configuration wants it. */
export function browserOptions({ browser: { executablePath, ...others } }: Config): BrowserOptions {
  return { ...others, ...(executablePath === undefined ? {} : { executablePath }) };
}
