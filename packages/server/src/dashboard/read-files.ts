import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getMimeType } from 'hono/utils/mime';
import type { Encoding } from './choose-encoding.ts';

/** A file of the dashboard, whole. */
export interface BuiltFile {
  readonly contentType: string;
  readonly content: Buffer<ArrayBuffer>;
  readonly encoded: Readonly<Partial<Record<Encoding, Buffer<ArrayBuffer>>>>;
}

const ENDINGS: Readonly<Record<string, Encoding>> = { '.br': 'br', '.gz': 'gzip' };

/**
 * All files of a folder, by their paths on the server: `/assets/index-1a2b.js`. They are read once, so that nothing but them can
 * be asked for, and a build that replaces them takes none away from pages that are open.
 */
export async function readFiles(folder: string): Promise<ReadonlyMap<string, BuiltFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const contents = new Map<string, Buffer<ArrayBuffer>>();
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    contents.set(path.slice(folder.length).replaceAll('\\', '/'), await readFile(path));
  }
  const files = new Map<string, BuiltFile>();
  for (const [path, content] of contents) {
    if (isEncoded(path, contents)) continue;
    const contentType = getMimeType(path) ?? 'application/octet-stream';
    files.set(path, { contentType, content, encoded: encodedOf(path, contents) });
  }
  return files;
}

function isEncoded(path: string, contents: ReadonlyMap<string, Buffer<ArrayBuffer>>): boolean {
  return Object.keys(ENDINGS).some((ending) => path.endsWith(ending) && contents.has(path.slice(0, -ending.length)));
}

function encodedOf(path: string, contents: ReadonlyMap<string, Buffer<ArrayBuffer>>): BuiltFile['encoded'] {
  return Object.fromEntries(
    Object.entries(ENDINGS).flatMap(([ending, encoding]) => {
      const content = contents.get(path + ending);
      return content === undefined ? [] : [[encoding, content]];
    }),
  );
}
