import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chunk } from './chunks.ts';
import { compressAll } from './compress.ts';
import { pagePreloads } from './page-preloads.ts';
import { HOME } from './places.ts';

/** Builds the app into a folder: `files`, which a server gives, and `preloads.json`, by which it knows what each page needs. */
export async function bundle(folder: string): Promise<void> {
  // React and others are built for their users only where this says so, whatever is being run.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  const output = await build({
    configFile: join(HOME, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: join(folder, 'files'), emptyOutDir: true, reportCompressedSize: false },
  });
  if ('on' in output) throw new Error('Vite watches, where it was to build once.');
  const chunks: Chunk[] = [output].flat().flatMap((each) => each.output.filter((part) => part.type === 'chunk'));
  const preloads = pagePreloads(chunks, (id) => readFileSync(id, 'utf8'));
  await writeFile(join(folder, 'preloads.json'), JSON.stringify(preloads, null, 2));
  await compressAll(join(folder, 'files'));
}
