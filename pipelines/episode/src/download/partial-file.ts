import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** Which file it is that a part of is here. */
export interface FileVersion {
  /** What `If-Range` takes: a strong ETag, or a date. `null`: nothing tells one version from another. */
  readonly validator: string | null;
  /** Bytes of the whole file; `null`: the server does not say. */
  readonly total: number | null;
}

export const UNKNOWN_VERSION: FileVersion = { validator: null, total: null };

const versionSchema = z.object({ validator: z.string().nullable(), total: z.number().nullable() });

/**
 * A file as far as it has come. It outlives its process: whoever asks for the same file on this machine goes on where the last
 * one ended. Its name is made of what it is, never of what a site calls it.
 */
export class PartialFile implements AsyncDisposable {
  readonly path: string;
  readonly #handle: FileHandle;
  #bytes: number;
  #version: FileVersion;

  /** `identity` is the same for the same file, and for no other. */
  static async open(folder: string, identity: string): Promise<PartialFile> {
    const path = join(folder, createHash('sha256').update(identity).digest('hex').slice(0, 32));
    await using stack = new AsyncDisposableStack();
    const handle = await open(path, 'r+').catch(() => open(path, 'w+', 0o600));
    stack.defer(() => handle.close());
    const [{ size }, version] = await Promise.all([handle.stat(), readVersion(path)]);
    const file = new PartialFile(path, handle, size, version);
    if (!file.isWhole && !file.canGoOn) await file.begin(UNKNOWN_VERSION);
    stack.move();
    return file;
  }

  private constructor(path: string, handle: FileHandle, bytes: number, version: FileVersion) {
    this.path = path;
    this.#handle = handle;
    this.#bytes = bytes;
    this.#version = version;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get version(): FileVersion {
    return this.#version;
  }

  /** Whether all of it is here. */
  get isWhole(): boolean {
    return this.#bytes > 0 && this.#bytes === this.#version.total;
  }

  /** Whether the rest of it can be asked for, and a server can say that it is of the same file. */
  get canGoOn(): boolean {
    return this.#bytes > 0 && this.#version.validator !== null;
  }

  /** Begins with nothing, and notes of which file the bytes that follow are. */
  async begin(version: FileVersion): Promise<void> {
    await this.#handle.truncate(0);
    this.#bytes = 0;
    this.#version = version;
    await writeFile(versionPath(this.path), JSON.stringify(version), { mode: 0o600 });
  }

  async append(chunk: Uint8Array): Promise<void> {
    for (let written = 0; written < chunk.length; ) {
      const { bytesWritten } = await this.#handle.write(chunk, written, chunk.length - written, this.#bytes);
      written += bytesWritten;
      this.#bytes += bytesWritten;
    }
  }

  async sha256(signal: AbortSignal): Promise<string> {
    const hash = createHash('sha256');
    await pipeline(createReadStream(this.path), hash, { signal });
    return hash.digest('hex');
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(versionPath(this.path), { force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close();
  }
}

function versionPath(path: string): string {
  return `${path}.json`;
}

/** What cannot be read says nothing. */
async function readVersion(path: string): Promise<FileVersion> {
  try {
    return versionSchema.parse(JSON.parse(await readFile(versionPath(path), 'utf8')));
  } catch {
    return UNKNOWN_VERSION;
  }
}
