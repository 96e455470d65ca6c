import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type Check, ok, type Scene, warn } from '../check.ts';

const run = promisify(execFile);

export const ffmpeg = mediaProgram('ffmpeg');
export const ffprobe = mediaProgram('ffprobe');

function mediaProgram(name: string): Check {
  return {
    name,
    look: async (scene) => {
      const path = await onPath(scene, name);
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

async function onPath({ env }: Scene, name: string): Promise<string | null> {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return await firstThatRuns(folders.map((folder) => join(folder, name)));
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
