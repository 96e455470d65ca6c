import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inputsDigest } from './inputs-digest.ts';

export interface EnsureBuiltOptions {
  /** The folder of the repository. */
  readonly root: string;
  /** The folder of what is built. Beside it the new one is made. */
  readonly built: string;
  /** Builds into a folder. */
  readonly bundle: (folder: string) => Promise<void>;
  readonly say: (text: string) => void;
}

const STAMP = 'stamp';

/** Builds the dashboard, unless what is there was built of the sources as they are. */
export async function ensureBuilt({ root, built, bundle, say }: EnsureBuiltOptions): Promise<void> {
  const stamp = inputsDigest(root);
  if (stampOf(built) === stamp) return;
  const startedAt = performance.now();
  say('Building the dashboard … ');
  // Made apart, and put in place whole: others may be reading the one before, or be building as well.
  const fresh = await mkdtemp(`${built}-new-`);
  try {
    await bundle(fresh);
    await writeFile(join(fresh, STAMP), stamp);
    await putInPlace(fresh, built, stamp);
  } catch (error) {
    say('failed.\n');
    throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  say(`done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`);
}

async function putInPlace(fresh: string, built: string, stamp: string): Promise<void> {
  const old = `${fresh}-old`;
  while (stampOf(built) !== stamp) {
    try {
      if (existsSync(built)) await rename(built, old);
      await rename(fresh, built);
    } catch (error) {
      // Somebody else was faster, or is just now: their build is looked at in its turn.
      if (!isInTheWay(error)) throw error;
    } finally {
      await rm(old, { recursive: true, force: true });
    }
  }
}

function isInTheWay(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT';
}

function stampOf(built: string): string | null {
  try {
    return readFileSync(join(built, STAMP), 'utf8');
  } catch {
    return null;
  }
}
