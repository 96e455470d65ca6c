import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Check, fail, ok, type Scene, warn } from '../check.ts';

const run = promisify(execFile);

/** A page that is part of its own address, and what it reads like when a browser has made it. */
const PAGE = 'data:text/html,<p>It works';
const READS = '<p>It works</p>';
const MOST_CHARACTERS = 300;

export const browser: Check = {
  name: 'browser',
  look: async (scene) => {
    const { executablePath } = scene.config.browser;
    // Much code, for those who use it.
    const { BrowserMissingError, findBrowser } = await import('@telltale/browser');
    const options = { env: scene.env, ...(executablePath === undefined ? {} : { executablePath }) };
    try {
      const { path, version } = await findBrowser(options);
      const problem = await openPage(path, scene);
      if (problem === null) return ok(`${version ?? 'A browser'} (${path})`);
      const hint = `Start it by hand to see why: ${path} --headless --dump-dom about:blank`;
      return fail(`The browser ${path} opens no page: ${problem}.`, hint);
    } catch (error) {
      // Whoever uses no agents needs none.
      if (!(error instanceof BrowserMissingError) || executablePath !== undefined) throw error;
      return warn(error.message, error.hint ?? '');
    }
  },
};

/** Opens a page without a window, with a profile of its own. Gives what went wrong. */
async function openPage(path: string, { env, signal }: Scene): Promise<string | null> {
  const profile = await mkdtemp(join(tmpdir(), 'telltale-doctor-browser-'));
  // Its sandbox cannot be set up by root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = ['--headless', '--no-first-run', ...asRoot, `--user-data-dir=${profile}`, '--dump-dom', PAGE];
  try {
    const { stdout } = await run(path, args, { env, signal });
    return stdout.includes(READS) ? null : 'what it shows is not what was on the page';
  } catch (error) {
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    return (stderr.trim().split('\n').at(-1) || message).slice(0, MOST_CHARACTERS);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
