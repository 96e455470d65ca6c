import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, glob, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { BrowserMissingError, BrowserStartError } from '../errors.ts';
import { usualPlaces } from './usual-places.ts';

const run = promisify(execFile);
const VERSION_TIMEOUT_MS = 20_000;

export interface FindBrowserOptions {
  /** The one to use, and no other. Default: the first that is found. */
  readonly executablePath?: string;
  /** `PATH`, `HOME` and the like: where to look. */
  readonly env: NodeJS.ProcessEnv;
  /** Default: this machine's. */
  readonly platform?: NodeJS.Platform;
}

export interface FoundBrowser {
  readonly path: string;
  /** As it says itself, such as `Chromium 141.0.7390.54`; `null` where a browser does not say (Windows). */
  readonly version: string | null;
}

/**
 * Finds a Chromium, Chrome or Edge: on the `PATH`, where its installer puts it, then among those that Playwright has
 * downloaded. Throws `BrowserMissingError`, and `BrowserStartError` for one that cannot say its version.
 */
export async function findBrowser(options: FindBrowserOptions): Promise<FoundBrowser> {
  const path = await findPath(options);
  if (path === null) throw new BrowserMissingError(options.executablePath);
  return { path, version: await versionOf(path, options.platform ?? process.platform) };
}

async function findPath({
  executablePath,
  env,
  platform = process.platform,
}: FindBrowserOptions): Promise<string | null> {
  if (executablePath !== undefined) return await firstThatRuns([executablePath]);
  const { names, paths, playwright } = usualPlaces(env, platform);
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return (await firstThatRuns([...onPath, ...paths])) ?? (await newestOfPlaywright(playwright));
}

async function firstThatRuns(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    if (await isProgram(path)) return path;
  }
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** A whole Chromium rather than the small one without windows, and the newest of them. */
async function newestOfPlaywright(folders: readonly string[]): Promise<string | null> {
  const programs = '{chrome,chrome.exe,Chromium,headless_shell,chrome-headless-shell,chrome-headless-shell.exe}';
  for (const cwd of folders) {
    const found: string[] = [];
    for await (const path of glob(`chromium*-*/chrome-*/{,Chromium.app/Contents/MacOS/}${programs}`, { cwd })) {
      found.push(path);
    }
    found.sort((one, other) => rank(other) - rank(one));
    const path = await firstThatRuns(found.map((one) => join(cwd, one)));
    if (path !== null) return path;
  }
  return null;
}

function rank(path: string): number {
  const revision = Number(/^[^-]+-(\d+)/.exec(path)?.[1] ?? 0);
  return path.startsWith('chromium-') ? revision + 1e9 : revision;
}

async function versionOf(path: string, platform: NodeJS.Platform): Promise<string | null> {
  // There it opens a window instead.
  if (platform === 'win32') return null;
  try {
    const { stdout } = await run(path, ['--version'], { timeout: VERSION_TIMEOUT_MS });
    return /^\S.*?\d+(\.\d+)+/.exec(stdout)?.[0] ?? stdout.trim();
  } catch (error) {
    throw new BrowserStartError(path, { problem: 'it does not say its version', cause: error });
  }
}
