import { basename, join } from 'node:path';
import { ROOT, type Workspace } from '../workspaces.ts';

export const BUILD = join(ROOT, 'build');

/** The folder's name stands for the package: `packages/core` is built in `build/core`. */
export function buildName({ folder }: Workspace): string {
  return basename(folder);
}
