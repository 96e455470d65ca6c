import { stripVTControlCharacters } from 'node:util';
import { type BrowserContext, chromium } from 'playwright-core';
import { BrowserStartError } from '../errors.ts';
import type { SessionFolder } from '../session/session-folder.ts';
import type { BrowserSettings } from '../session/settings.ts';
import type { FoundBrowser } from './find-browser.ts';
import { BROWSER_FLAGS, browserEnvironment, onlyKnows } from './flags.ts';
import { writePreferences } from './preferences.ts';

const START_TIMEOUT_MS = 30_000;
/** Of what a browser says when it does not start. */
const MAX_CHARACTERS = 300;

export interface LaunchOptions {
  readonly browser: FoundBrowser;
  readonly folder: SessionFolder;
  readonly settings: BrowserSettings;
  readonly userAgent: string;
  readonly headless: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** The proxy that everything goes through, on this machine. */
  readonly proxyUrl: string;
}

/** Chromium's sandbox cannot be set up by root. */
export const isSandboxed = (): boolean => process.getuid?.() !== 0;

/** Starts a browser of its own for one session. Throws `BrowserStartError`. */
export async function launchBrowser(options: LaunchOptions): Promise<BrowserContext> {
  const { browser, folder, settings, userAgent, headless, env, proxyUrl } = options;
  const proxyName = `${folder.id}.invalid`;
  try {
    await writePreferences(folder.profile);
    return await chromium.launchPersistentContext(folder.profile, {
      executablePath: browser.path,
      headless,
      chromiumSandbox: isSandboxed(),
      args: [...BROWSER_FLAGS, onlyKnows(proxyName)],
      env: browserEnvironment(env),
      // The loopback goes through it as well.
      proxy: { server: `http://${proxyName}:${new URL(proxyUrl).port}`, bypass: '<-loopback>' },
      timeout: START_TIMEOUT_MS,
      // The worker has its own ways to end; Playwright's would end the process.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      viewport: { ...settings.viewport },
      locale: settings.locale,
      userAgent,
      // Requests of a service worker would be seen by nobody.
      serviceWorkers: 'block',
      permissions: [],
      acceptDownloads: true,
      downloadsPath: folder.downloads,
      tracesDir: folder.recordings,
      ...(settings.recordVideo ? { recordVideo: { dir: folder.recordings, size: { ...settings.viewport } } } : {}),
    });
  } catch (error) {
    throw new BrowserStartError(browser.path, { problem: problemOf(error), cause: error });
  }
}

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Macintosh; Intel Mac OS X 10_15_7',
  win32: 'Windows NT 10.0; Win64; x64',
};

/**
 * What the same browser with a window says, so that pages work as they do for people, and our name, so that a site can
 * tell who comes and refuse it. A browser without a window would say `HeadlessChrome`.
 */
export function userAgentOf({ version }: FoundBrowser, platform: NodeJS.Platform): string {
  const system = SYSTEMS[platform] ?? 'X11; Linux x86_64';
  const major = /(\d+)\./.exec(version ?? '')?.[1] ?? '140';
  return `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36 Telltale`;
}

/** The last that the browser itself said, else what Playwright says. */
function problemOf(error: unknown): string {
  const lines = stripVTControlCharacters(error instanceof Error ? error.message : String(error)).split('\n');
  const said = lines.findLast((line) => line.includes('[err]'))?.replace(/^.*?\[err\]\s*/, '');
  return (said ?? lines[0] ?? '').slice(0, MAX_CHARACTERS).replace(/[.!]$/, '');
}
