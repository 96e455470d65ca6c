import { join } from 'node:path';

/** Where browsers are on a platform. */
export interface UsualPlaces {
  /** Names on the `PATH`, the best first. */
  readonly names: readonly string[];
  /** Whole paths. */
  readonly paths: readonly string[];
  /** Folders of Playwright's downloads: https://playwright.dev/docs/browsers#managing-browser-binaries */
  readonly playwright: readonly string[];
}

export function usualPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): UsualPlaces {
  const own = env.PLAYWRIGHT_BROWSERS_PATH;
  const places = placesOf(env, platform);
  // `0` means "beside the package": there is no such download for a package that is only the core.
  return own === undefined || own === '0' ? places : { ...places, playwright: [own] };
}

function placesOf(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): UsualPlaces {
  if (platform === 'darwin') {
    return {
      names: ['chromium'],
      paths: [
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      ],
      playwright: inHome(env.HOME, 'Library/Caches/ms-playwright'),
    };
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    const programs = ['Chromium/Application/chrome.exe', 'Google/Chrome/Application/chrome.exe'];
    return {
      names: ['chrome.exe', 'msedge.exe'],
      paths: [...programs, 'Microsoft/Edge/Application/msedge.exe'].flatMap((program) =>
        roots.map((root) => join(root, program)),
      ),
      playwright: inHome(env.LOCALAPPDATA, 'ms-playwright'),
    };
  }
  return {
    names: [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      'chrome',
      'microsoft-edge',
      'microsoft-edge-stable',
    ],
    paths: ['/snap/bin/chromium', '/opt/google/chrome/chrome'],
    playwright: env.XDG_CACHE_HOME
      ? [join(env.XDG_CACHE_HOME, 'ms-playwright')]
      : inHome(env.HOME, '.cache/ms-playwright'),
  };
}

function inHome(home: string | undefined, path: string): readonly string[] {
  return home === undefined ? [] : [join(home, path)];
}
