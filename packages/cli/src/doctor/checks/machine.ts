import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatBytes } from '@telltale/core';
import { isThere } from '../../is-there.ts';
import { type Check, fail, ok, warn } from '../check.ts';

const LEAST_NODE = 24;
const OTHERS_WRITE = 0o022;
const MB = 1_000_000;
const WARN_BELOW_BYTES = 1_000 * MB;
const FAIL_BELOW_BYTES = 200 * MB;

export const node: Check = {
  name: 'node',
  look: async () => {
    const { node: version } = process.versions;
    if (Number(version.split('.')[0]) >= LEAST_NODE) return ok(`Node.js ${version}`);
    return fail(`Node.js ${version} is too old.`, `Install Node.js ${LEAST_NODE} or later.`);
  },
};

export const configuration: Check = {
  name: 'configuration',
  look: async ({ loaded: { file, warnings } }) => {
    const where = file ?? 'no file, which is fine';
    if (warnings.length === 0) return ok(where);
    return warn(`${where}; ${warnings.join(' ')}`, 'Correct the name of the variable, or take it out.');
  },
};

export const dataFolder: Check = {
  name: 'data folder',
  look: async ({ config: { data } }) => {
    const there = await nearestThatIsThere(data);
    try {
      const info = await stat(there);
      if (!info.isDirectory()) throw new Error(`${there} is no folder`);
      await access(there, constants.W_OK | constants.X_OK);
      if (there !== data) return ok(`${data} will be made by the first start`);
      if ((info.mode & OTHERS_WRITE) === 0) return ok(data);
      return warn(
        `Other users of this machine may write to ${data}, and so put a configuration there that this user would run.`,
        `If they are not to be trusted: chmod go-w ${data}`,
      );
    } catch (error) {
      const why =
        (error as NodeJS.ErrnoException).code === 'EACCES' ? 'this user may not write there' : (error as Error).message;
      return fail(`${data} cannot be used: ${why}.`, 'Give this user the right to it, or choose another with --data.');
    }
  },
};

export const disk: Check = {
  name: 'disk',
  look: async ({ config: { data } }) => {
    const { bavail, bsize } = await statfs(await nearestThatIsThere(data));
    return judgeDisk(bavail * bsize, data);
  },
};

export function judgeDisk(freeBytes: number, data: string) {
  const free = `${formatBytes(freeBytes)} are free for ${data}`;
  const hint = 'Make room there, remove old runs with `telltale retention`, or move the data folder.';
  if (freeBytes < FAIL_BELOW_BYTES) return fail(`Only ${free}.`, hint);
  return freeBytes < WARN_BELOW_BYTES ? warn(`Only ${free}.`, hint) : ok(free);
}

async function nearestThatIsThere(path: string): Promise<string> {
  return path === dirname(path) || (await isThere(path)) ? path : await nearestThatIsThere(dirname(path));
}
