import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { definePipeline } from '@telltale/engine';
import { z } from 'zod';

interface Fingerprint {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Finds files of the same content below a folder. Each file's fingerprint is durable before the next file is begun:
 * however often it is paused or killed, no file is read twice.
 */
export const findDuplicates = definePipeline({
  name: 'duplicates',
  version: '1',
  input: z.object({ folder: z.string().min(1) }),
  subject: ({ folder }) => createHash('sha256').update(folder).digest('hex').slice(0, 12),
  title: ({ folder }) => folder,
  // It does no harm to anybody, so that whoever wants to see what becomes of it may kill its worker as often as he likes.
  maxTries: 100,
  steps: ['list_files', 'fingerprint', 'compare'],
  async run({ step, input: { folder } }) {
    const paths = await step('list_files', () => listFiles(folder));
    const prints = await step('fingerprint', (s) =>
      s.items(paths, { key, concurrency: 8, unit: 'files' }, (path, { signal }) =>
        fingerprint(join(folder, path), signal),
      ),
    );
    return await step('compare', () => compare(prints));
  },
});

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** A path as an item's key, which has its limit: the end of a long path says more than its start. */
function key(path: string): string {
  return path.length <= 500 ? path : `${createHash('sha256').update(path).digest('hex')}…${path.slice(-400)}`;
}

async function fingerprint(path: string, signal: AbortSignal): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    createReadStream(path),
    async (chunks) => {
      for await (const chunk of chunks as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        hash.update(chunk);
      }
    },
    { signal },
  );
  return { sha256: hash.digest('hex'), bytes };
}

function compare(prints: readonly Fingerprint[]) {
  const seen = new Set<string>();
  let copies = 0;
  let wastedBytes = 0;
  for (const { sha256, bytes } of prints) {
    if (bytes > 0 && seen.has(sha256)) {
      copies += 1;
      wastedBytes += bytes;
    }
    seen.add(sha256);
  }
  return { files: prints.length, copies, wastedBytes };
}
