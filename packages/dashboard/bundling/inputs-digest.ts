import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made of, from the folder of the repository. */
const INPUTS = [
  'packages/dashboard/{package.json,vite.config.ts}',
  'packages/{core,api}/package.json',
  'packages/dashboard/{app,bundling}/**/*.*',
  'packages/{core,api}/src/**/*.ts',
  'package-lock.json',
];

const TESTS = ['**/*.test.{ts,tsx}', '**/test/**'];

/** A short text that changes with any file that a build is made of, and with nothing else. */
export function inputsDigest(root: string): string {
  const hash = createHash('sha256');
  for (const file of globSync(INPUTS, { cwd: root, exclude: TESTS }).sort()) {
    const content = readFileSync(join(root, file));
    hash.update(`${file.replaceAll('\\', '/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}
