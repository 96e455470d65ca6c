import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@telltale/engine/client';
import type { Pool } from 'pg';
import { findDuplicates } from './find-duplicates.ts';

/**
 * Submits a run of what comes with Telltale where none ever was, so that a first start has something to see: it looks for
 * duplicates among the installed packages. Gives its id, or `null` if there was a run already.
 */
export async function submitSample(pool: Pool): Promise<string | null> {
  await using client = await createClient({ pool, pipelines: [findDuplicates] });
  const { runs } = await client.reader.listRuns({ limit: 1 });
  if (runs.length > 0) return null;
  const { runId } = await client.submit(findDuplicates, { folder: installedPackages() }, { reason: 'the first start' });
  return runId;
}

/** The folder `node_modules` that holds Telltale's own dependencies. */
function installedPackages(): string {
  const zod = fileURLToPath(import.meta.resolve('zod'));
  const end = zod.lastIndexOf('node_modules');
  return end === -1 ? dirname(zod) : zod.slice(0, end + 'node_modules'.length);
}
