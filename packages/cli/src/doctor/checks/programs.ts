import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, glob } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type Check, ok, type Scene, warn } from '../check.ts';

const run = promisify(execFile);

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const MAC_BROWSERS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** Where Playwright keeps its own, by the platform: https://playwright.dev/docs/browsers#managing-browser-binaries */
const PLAYWRIGHT_FOLDERS = ['.cache/ms-playwright', 'Library/Caches/ms-playwright'].map((path) =>
  join(homedir(), path),
);

export const ffmpeg = mediaProgram('ffmpeg');
export const ffprobe = mediaProgram('ffprobe');

function mediaProgram(name: string): Check {
  return {
    name,
    look: async (scene) => {
      const path = await onPath(scene, [name]);
      if (path === null) {
        return warn(
          `${name} was not found on the PATH: audio and video cannot be read.`,
          'Install ffmpeg, such as: apt install ffmpeg',
        );
      }
      const { stdout } = await run(path, ['-version'], { signal: scene.signal });
      return ok(`${/version (\S+)/.exec(stdout)?.[1] ?? 'of an unknown version'} (${path})`);
    },
  };
}

export const browser: Check = {
  name: 'browser',
  look: async (scene) => {
    const path = (await onPath(scene, BROWSERS)) ?? (await firstThatRuns(MAC_BROWSERS)) ?? (await ofPlaywright(scene));
    if (path !== null) return ok(path);
    return warn(
      'No browser was found: pipelines cannot open web pages.',
      'Install chromium, such as: apt install chromium, or: npx playwright install chromium',
    );
  },
};

async function onPath({ env }: Scene, names: readonly string[]): Promise<string | null> {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return await firstThatRuns(names.flatMap((name) => folders.map((folder) => join(folder, name))));
}

async function ofPlaywright({ env }: Scene): Promise<string | null> {
  const own = env.PLAYWRIGHT_BROWSERS_PATH;
  for (const cwd of own === undefined ? PLAYWRIGHT_FOLDERS : [own]) {
    for await (const found of glob('chromium*-*/chrome-*/{chrome,headless_shell,chrome-headless-shell}', { cwd })) {
      return join(cwd, found);
    }
  }
  return null;
}

async function firstThatRuns(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return null;
}
