import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '@telltale/testing/postgres';
import { onTestFinished } from 'vitest';

/**
 * A folder of the running test, which everybody may enter; what is in it goes after the test.
 *
 * @param parent default: in memory if there is plenty, where making a cluster is many times as fast
 */
export function temporaryFolder(parent?: string): string {
  const { folder, remove } = makeTemporaryFolder(parent);
  onTestFinished(remove);
  return folder;
}

export function makeTemporaryFolder(parent = scratchFolder()): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(parent, 'telltale-embedded-'));
  chmodSync(folder, 0o755);
  return { folder, remove: () => rmSync(folder, { recursive: true, maxRetries: 5 }) };
}
