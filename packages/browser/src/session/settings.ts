import { BrowserSettingsError } from '../errors.ts';

/** How a session behaves. Durations in ms, sizes in bytes. */
export interface BrowserSettings {
  /** Longest time of one operation on a page: a click, a wait for an element. Default: 30,000. */
  readonly pageTimeoutMs: number;
  /** Longest time until a page that was asked for is there. Default: 30,000. */
  readonly navigationTimeoutMs: number;
  /** How long a page may go on changing after an action before it is looked at. Default: 3,000. */
  readonly settleMs: number;
  /** Size of the window's inside, in CSS pixels. Default: 1280 × 720. */
  readonly viewport: { readonly width: number; readonly height: number };
  /** Language of the browser, as a BCP 47 tag. Default: `en-GB`. */
  readonly locale: string;
  /** What the browser says it is. `null`: its own words, with `Telltale` added, so that sites know who comes. Default: `null`. */
  readonly userAgent: string | null;
  /** Different pages that may be opened in one session, 1–500. Default: 50. */
  readonly maxUrls: number;
  /** If there are any, pages and frames have to be of these domains or below them; at most 100. Default: none. */
  readonly allowedDomains: readonly string[];
  /** Nothing is loaded of these domains, nor of what is below them; at most 100. `null`: the sensitive ones. Default: `null`. */
  readonly blockedDomains: readonly string[] | null;
  /** Whether addresses inside the own network may be reached: all of them, none, or these hosts and CIDR ranges. Default: `false`. */
  readonly allowPrivateNetworks: boolean | readonly string[];
  /** Size of all files together that pages may make the browser download. Default: 500 MB. */
  readonly maxDownloadBytes: number;
  /** Tabs and windows that may be open; the oldest is closed for one more. Default: 5. */
  readonly maxPages: number;
  /** Records a Playwright trace, with a picture of each change. Default: `true`. */
  readonly recordTrace: boolean;
  /** Records a video of each tab; needs ffmpeg. Default: `false`. */
  readonly recordVideo: boolean;
  /** When a picture is taken: after each action, or only when a tool asks for one. Default: `each-action`. */
  readonly screenshots: 'each-action' | 'asked';
}

export const BROWSER_DEFAULTS: BrowserSettings = {
  pageTimeoutMs: 30_000,
  navigationTimeoutMs: 30_000,
  settleMs: 3_000,
  viewport: { width: 1280, height: 720 },
  locale: 'en-GB',
  userAgent: null,
  maxUrls: 50,
  allowedDomains: [],
  blockedDomains: null,
  allowPrivateNetworks: false,
  maxDownloadBytes: 500_000_000,
  maxPages: 5,
  recordTrace: true,
  recordVideo: false,
  screenshots: 'each-action',
};

const MAX_DOMAINS = 100;

type NumberKey = 'pageTimeoutMs' | 'navigationTimeoutMs' | 'settleMs' | 'maxUrls' | 'maxDownloadBytes' | 'maxPages';

/** The longest time that a timer can run. */
const MAX_MS = 2 ** 31 - 1;

const RANGES: Readonly<Record<NumberKey, readonly [min: number, max: number]>> = {
  pageTimeoutMs: [1, MAX_MS],
  navigationTimeoutMs: [1, MAX_MS],
  settleMs: [0, MAX_MS],
  maxUrls: [1, 500],
  maxDownloadBytes: [0, Number.MAX_SAFE_INTEGER],
  maxPages: [1, 50],
};

/** What was given, and the defaults for the rest. Throws `BrowserSettingsError`. */
export function browserSettings(given: Partial<BrowserSettings>): BrowserSettings {
  const picked = Object.keys(BROWSER_DEFAULTS)
    .map((key) => [key, given[key as keyof BrowserSettings]] as const)
    .filter(([, value]) => value !== undefined);
  const settings: BrowserSettings = { ...BROWSER_DEFAULTS, ...Object.fromEntries(picked) };
  for (const [key, [min, max]] of Object.entries(RANGES)) {
    const value = settings[key as NumberKey];
    if (!isWhole(value, min, max)) throw new BrowserSettingsError(key, `a whole number from ${min} to ${max}`, value);
  }
  const { width, height } = settings.viewport;
  if (!isWhole(width, 100, 10_000) || !isWhole(height, 100, 10_000)) {
    throw new BrowserSettingsError('viewport', 'a width and a height from 100 to 10,000 pixels', settings.viewport);
  }
  if (settings.userAgent !== null && !/^[ -~]{1,500}$/.test(settings.userAgent)) {
    throw new BrowserSettingsError('userAgent', 'a text of 1 to 500 plain characters', settings.userAgent);
  }
  for (const key of ['allowedDomains', 'blockedDomains'] as const) {
    const count = settings[key]?.length ?? 0;
    if (count > MAX_DOMAINS) throw new BrowserSettingsError(key, `a list of at most ${MAX_DOMAINS} domains`, count);
  }
  return settings;
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}
