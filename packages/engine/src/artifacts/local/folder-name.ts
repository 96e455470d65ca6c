import { createHash } from 'node:crypto';

// A name may have 255 bytes, and a run id 280. File systems of macOS take A and a for the same name.
const PLAIN = /^[a-z0-9._~-]{1,200}$/;
const SHOWN_CHARACTERS = 150;

/**
 * The folder of a run: its id as it stands, or, if the id is long or has capitals, its beginning and a hash. No run id
 * looks like the latter, as every id ends in `-run-<number>`.
 */
export function folderName(runId: string): string {
  if (PLAIN.test(runId)) return runId;
  const hash = createHash('sha256').update(runId).digest('hex').slice(0, 32);
  return `${runId.slice(0, SHOWN_CHARACTERS)}~${hash}`;
}
