import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { checkRunId, formatArtifactLocation, parseArtifactLocation } from '../artifact-location.ts';
import { resolveRange } from '../artifact-range.ts';
import type { ArtifactStore, ByteRange, OpenArtifact, PutArtifact, StoredArtifact } from '../artifact-store.ts';
import { Digest } from '../digest.ts';
import { ArtifactNotFoundError, InvalidArtifactLocationError } from '../errors.ts';
import { inParts } from '../in-parts.ts';
import { readSource } from '../read-source.ts';
import { createFile, makeFolder, syncFolder } from './durable-file.ts';
import { errnoOf, withFileSystem } from './file-system-failure.ts';
import { folderName } from './folder-name.ts';

// Large enough that a source of small chunks does not cost a system call for each.
const WRITE_BYTES = 256 * 1024;
const LEFTOVER_AFTER_MS = 24 * 60 * 60 * 1000;
// Each is lost only to a `remove` that empties the run's folder in the moment between making it and using it.
const MOVE_ATTEMPTS = 20;

export interface LocalArtifactStoreOptions {
  /** Made if it is missing. Relative to the working directory of now. One disk: files are renamed within it. */
  readonly folder: string;
}

/**
 * Keeps files in a folder, each run's in one of its own: for one machine, or several that mount the same disk. A file is
 * written in `.incoming` and renamed into place when all of it is on the disk.
 */
export function createLocalArtifactStore({ folder }: LocalArtifactStoreOptions): ArtifactStore {
  return new LocalArtifactStore(resolve(folder));
}

class LocalArtifactStore implements ArtifactStore {
  readonly description: string;
  readonly #root: string;
  readonly #incoming: string;

  constructor(root: string) {
    this.description = `local folder ${root}`;
    this.#root = root;
    this.#incoming = join(root, '.incoming');
  }

  async put({ runId, source, signal }: PutArtifact): Promise<StoredArtifact> {
    checkRunId(runId);
    const task = `store an artifact of run ${runId}`;
    const chunks = readSource(source, signal);
    const incoming = join(this.#incoming, randomUUID());
    try {
      const digest = await this.#receive(task, incoming, chunks);
      signal?.throwIfAborted();
      const location = formatArtifactLocation({ runId, sha256: digest.sha256 });
      await withFileSystem(this.description, task, () => this.#moveIn(incoming, location));
      return { location, ...digest };
    } finally {
      // What cannot be removed now is swept later, and why the file was not stored matters more.
      await rm(incoming, { force: true }).catch(() => undefined);
    }
  }

  async open(location: string, range?: ByteRange): Promise<OpenArtifact> {
    return withFileSystem(this.description, `open artifact ${location}`, async () => {
      const found = await this.#find(location);
      if (found === null) throw new ArtifactNotFoundError(location, this.description);
      const { file, bytes } = found;
      const resolved = range === undefined ? null : resolveRange(location, range, bytes);
      const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
        if (errnoOf(error) !== 'ENOENT') throw error;
        throw new ArtifactNotFoundError(location, this.description, { cause: error });
      });
      return { stream: handle.createReadStream(resolved ?? {}), bytes, range: resolved };
    });
  }

  async stat(location: string): Promise<{ readonly bytes: number } | null> {
    return withFileSystem(this.description, `look for artifact ${location}`, async () => {
      const found = await this.#find(location);
      return found === null ? null : { bytes: found.bytes };
    });
  }

  async remove(location: string): Promise<void> {
    await withFileSystem(this.description, `remove artifact ${location}`, async () => {
      const file = this.#fileOf(location);
      const folder = dirname(file);
      if (!(await this.#isThere(folder, location))) return;
      await rm(file, { force: true });
      // On the disk as well: whoever was told that it is gone will not come back to remove it.
      await syncFolder(folder).catch(instead(undefined, 'ENOENT'));
      await rmdir(folder).catch(instead(undefined, 'ENOENT', 'ENOTEMPTY', 'EEXIST'));
    });
  }

  async check(): Promise<void> {
    const probe = join(this.#incoming, randomUUID());
    try {
      await this.#receive('store anything', probe, readSource('probe'));
    } finally {
      await rm(probe, { force: true }).catch(() => undefined);
    }
    await withFileSystem(this.description, 'be tidied up', () => this.#sweep());
  }

  async #receive(task: string, path: string, chunks: AsyncIterable<Uint8Array>) {
    const withDisk = <T>(work: () => Promise<T>): Promise<T> => withFileSystem(this.description, task, work);
    const handle = await withDisk(async () => {
      await makeFolder(this.#incoming);
      return createFile(path);
    });
    try {
      const digest = new Digest();
      for await (const part of inParts(chunks, WRITE_BYTES)) {
        digest.add(part);
        await withDisk(() => handle.writeFile(part)); // Goes on where the last one ended.
      }
      await withDisk(() => handle.sync());
      return digest.finish();
    } finally {
      await handle.close();
    }
  }

  async #moveIn(incoming: string, location: string): Promise<void> {
    const file = this.#fileOf(location);
    const folder = dirname(file);
    for (let attempt = 1; ; attempt++) {
      try {
        await makeFolder(folder);
        await this.#isThere(folder, location);
        await rename(incoming, file);
        break;
      } catch (error) {
        // `remove` has just taken the folder, which was empty.
        if (errnoOf(error) !== 'ENOENT' || attempt === MOVE_ATTEMPTS) throw error;
      }
    }
    await syncFolder(folder);
    await syncFolder(this.#root);
  }

  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#incoming)) {
      const leftover = join(this.#incoming, name);
      const info = await lstat(leftover).catch(instead(null, 'ENOENT'));
      if (info !== null && Date.now() - info.mtimeMs > LEFTOVER_AFTER_MS) await rm(leftover, { force: true });
    }
  }

  async #find(location: string): Promise<{ readonly file: string; readonly bytes: number } | null> {
    const file = this.#fileOf(location);
    if (!(await this.#isThere(dirname(file), location))) return null;
    const info = await lstat(file).catch(instead(null, 'ENOENT'));
    if (info === null) return null;
    if (!info.isFile()) throw new InvalidArtifactLocationError(location, `${file} is a link or a folder, not a file`);
    return { file, bytes: info.size };
  }

  #fileOf(location: string): string {
    const { runId, sha256 } = parseArtifactLocation(location);
    return join(this.#root, folderName(runId), sha256);
  }

  /** Whether a run's folder is there. One that is a link out of the store is refused. */
  async #isThere(folder: string, location: string): Promise<boolean> {
    const real = await realpath(folder).catch(instead(null, 'ENOENT'));
    if (real === null) return false;
    if (real === join(await realpath(this.#root), basename(folder))) return true;
    throw new InvalidArtifactLocationError(location, `${folder} is a link that leads out of the store`);
  }
}

/** For `catch`: gives `value` for the errors named, and throws all others. */
function instead<T>(value: T, ...codes: readonly string[]): (error: unknown) => T {
  return (error) => {
    if (codes.includes(errnoOf(error) ?? '')) return value;
    throw error;
  };
}
