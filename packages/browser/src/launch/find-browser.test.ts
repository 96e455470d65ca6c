import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { BrowserMissingError, BrowserStartError } from '../errors.ts';
import { findBrowser } from './find-browser.ts';
import { browserEnvironment } from './flags.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-find-browser-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** A program that says a version. */
async function program(
  path: string,
  version = 'Chromium 141.0.7390.54 built on Debian',
  mode = 0o755,
): Promise<string> {
  const whole = join(folder, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, `#!/bin/sh\necho '${version}'\n`);
  await chmod(whole, mode);
  return whole;
}

const PATH = () => `${join(folder, 'bin')}:${join(folder, 'more')}`;

test('the one that is given is used, and no other', async () => {
  await program('bin/chromium');
  const own = await program('own/browser', 'Google Chrome 140.0.1.2');
  const env = { PATH: PATH() };
  expect(await findBrowser({ executablePath: own, env })).toEqual({ path: own, version: 'Google Chrome 140.0.1.2' });
  const missing = join(folder, 'nothing');
  await expect(findBrowser({ executablePath: missing, env })).rejects.toThrow(
    `There is no browser that can be run at ${missing}.`,
  );
  await expect(findBrowser({ executablePath: folder, env })).rejects.toThrow(BrowserMissingError);
});

test('names on the PATH come in order of preference, and what cannot be run is passed over', async () => {
  await program('bin/google-chrome', 'Google Chrome 140.0.1.2');
  await program('bin/chromium', 'Chromium 1.0', 0o644);
  const path = await program('more/chromium');
  expect(await findBrowser({ env: { PATH: PATH() }, platform: 'linux' })).toEqual({
    path,
    version: 'Chromium 141.0.7390.54',
  });
});

test("among Playwright's, a whole Chromium comes before one without windows, and the newest first", async () => {
  await program('own/chromium_headless_shell-1300/chrome-linux/headless_shell');
  await program('own/chromium-999/chrome-linux/chrome');
  const path = await program('own/chromium-1200/chrome-linux64/chrome');
  const env = { PATH: PATH(), PLAYWRIGHT_BROWSERS_PATH: join(folder, 'own') };
  expect((await findBrowser({ env, platform: 'linux' })).path).toBe(path);
});

test("Playwright's small one is found in its usual folder", async () => {
  const path = await program(
    '.cache/ms-playwright/chromium_headless_shell-1300/chrome-headless-shell-linux64/chrome-headless-shell',
  );
  const env = { PATH: PATH(), HOME: folder };
  expect((await findBrowser({ env, platform: 'linux' })).path).toBe(path);
});

test('where there is none, the error says how to get one', async () => {
  const error = await findBrowser({ env: { PATH: PATH(), HOME: folder }, platform: 'linux' }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(BrowserMissingError);
  expect(error.hint).toMatch(/apt install chromium.+npx playwright-core install chromium/);
});

test('one that does not say its version does not count as a browser', async () => {
  await program('bin/chromium', 'x');
  const broken = join(folder, 'bin/chromium');
  await writeFile(broken, '#!/bin/sh\nexit 1\n');
  await expect(findBrowser({ env: { PATH: PATH() }, platform: 'linux' })).rejects.toThrow(BrowserStartError);
});

test('the browser gets what it needs of the environment, and no keys', () => {
  const env = {
    PATH: '/bin',
    HOME: '/root',
    LC_ALL: 'C',
    XDG_RUNTIME_DIR: '/run',
    OPENAI_API_KEY: 'sk-1',
    PGPASSWORD: 'p',
  };
  expect(browserEnvironment(env)).toEqual({ PATH: '/bin', HOME: '/root', LC_ALL: 'C', XDG_RUNTIME_DIR: '/run' });
});
