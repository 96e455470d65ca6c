import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArtifactStore, ByteRange, OpenArtifact } from '@telltale/engine';
import { inTransaction } from '@telltale/ledger';
import type { Pool } from 'pg';
import { MediaChangedError, MediaNotFoundError } from './errors.ts';
import type { MediaStore, NewMedia, Upload, UploadOptions } from './media-store.ts';
import { receiveFile } from './receive-file.ts';
import { placeIn, tidyWorkFolder } from './work-folder.ts';

export interface MediaOptions {
  readonly pool: Pool;
  readonly artifacts: ArtifactStore;
  /** For copies and what is being received; on a disk that has room for them. */
  readonly workFolder: string;
}

/** Opens the files of the library, and removes what processes that were killed left in the work folder. */
export async function openMedia(options: MediaOptions): Promise<MediaStore> {
  await tidyWorkFolder(options.workFolder, Date.now());
  return new LibraryMedia(options);
}

/** A file as its row has it. */
interface KnownFile {
  readonly location: string;
  readonly bytes: number;
}

// Each is lost only to a `remove` of the same content in the moment between storing the file and noting it.
const STORE_ATTEMPTS = 10;

class LibraryMedia implements MediaStore {
  readonly #pool: Pool;
  readonly #artifacts: ArtifactStore;
  readonly #workFolder: string;

  constructor({ pool, artifacts, workFolder }: MediaOptions) {
    this.#pool = pool;
    this.#artifacts = artifacts;
    this.#workFolder = workFolder;
  }

  async put(media: NewMedia): Promise<void> {
    await this.#keep(media);
  }

  async has(sha256: string): Promise<boolean> {
    return await this.#isStored(await this.#find(sha256));
  }

  async open(sha256: string, range?: ByteRange): Promise<OpenArtifact> {
    const found = await this.#find(sha256);
    if (found === null) throw new MediaNotFoundError(sha256);
    return await this.#artifacts.open(found.location, range).catch((error: unknown) => {
      throw isGone(error) ? new MediaNotFoundError(sha256, { cause: error }) : error;
    });
  }

  async withFile<T>(
    sha256: string,
    use: (path: string) => Promise<T>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<T> {
    const path = join(placeIn(this.#workFolder, 'copies'), randomUUID());
    try {
      const { stream } = await this.open(sha256);
      await pipeline(stream, createWriteStream(path, { mode: 0o600 }), { signal });
      return await use(path);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      await rm(path, { force: true });
    }
  }

  async receiveUpload(stream: AsyncIterable<Uint8Array>, options: UploadOptions): Promise<Upload> {
    const { signal } = options;
    const path = join(placeIn(this.#workFolder, 'uploads'), randomUUID());
    try {
      const file = await receiveFile(stream, path, options);
      const created = await this.#keep({ ...file, path, signal });
      return { ...file, created };
    } finally {
      await rm(path, { force: true });
    }
  }

  async remove(sha256: string, { unwantedSince }: { readonly unwantedSince?: Date } = {}): Promise<void> {
    await inTransaction(this.#pool, async (transaction) => {
      // Whoever is about to give this file to an episode is waited for, or waits here and finds it gone.
      await transaction.query('SELECT FROM telltale_episode.media WHERE sha256 = $1 FOR UPDATE', [sha256]);
      const { rows } = await transaction.query<{ location: string }>(
        `DELETE FROM telltale_episode.media
          WHERE sha256 = $1 AND ($2::timestamptz IS NULL OR wanted_at < $2)
            AND NOT EXISTS (SELECT FROM telltale_episode.episode WHERE media = sha256)
            AND NOT EXISTS (SELECT FROM telltale_episode.episode WHERE cover = sha256)
         RETURNING location`,
        [sha256, unwantedSince ?? null],
      );
      for (const { location } of rows) await this.#artifacts.remove(location);
    });
  }

  async #find(sha256: string): Promise<KnownFile | null> {
    const { rows } = await this.#pool.query<KnownFile>(
      'SELECT location, bytes::float8 AS bytes FROM telltale_episode.media WHERE sha256 = $1',
      [sha256],
    );
    return rows[0] ?? null;
  }

  async #isStored(file: KnownFile | null): Promise<boolean> {
    if (file === null) return false;
    const stored = await this.#artifacts.stat(file.location).catch((error: unknown) => {
      if (isGone(error)) return null;
      throw error;
    });
    return stored?.bytes === file.bytes;
  }

  /** Finds a file that somebody wants: from now on it is not removed for being nobody's. */
  async #want(sha256: string): Promise<KnownFile | null> {
    const { rows } = await this.#pool.query<KnownFile>(
      `UPDATE telltale_episode.media SET wanted_at = now() WHERE sha256 = $1
       RETURNING location, bytes::float8 AS bytes`,
      [sha256],
    );
    return rows[0] ?? null;
  }

  /** Whether it was not here before. A row whose file the store has lost is as good as none. */
  async #keep(media: NewMedia): Promise<boolean> {
    const { path, sha256, contentType, signal } = media;
    // It is wanted again. If it is being removed at this moment, this waits for that.
    await this.#pool.query(`DELETE FROM telltale_episode.removal WHERE kind = 'media' AND key = $1`, [sha256]);
    // The store wants a run id. This has the form of one and never is one, so that no retention takes the file.
    const runId = `media-${sha256.slice(0, 32)}-run-1`;
    for (let attempt = 1; attempt <= STORE_ATTEMPTS; attempt += 1) {
      signal.throwIfAborted();
      if (await this.#isStored(await this.#want(sha256))) return false;
      const stored = await this.#artifacts.put({ runId, contentType, source: { path }, signal });
      if (stored.sha256 !== sha256) {
        await this.#artifacts.remove(stored.location);
        throw new MediaChangedError(sha256);
      }
      if (await this.#note(media, stored.location)) return true;
    }
    throw new MediaNotFoundError(sha256);
  }

  /** `false`: `remove` took the file before its row was here. From the row's lock on it cannot. */
  async #note({ sha256, bytes, contentType }: NewMedia, location: string): Promise<boolean> {
    return await inTransaction(this.#pool, async (transaction) => {
      await transaction.query(
        `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type) VALUES ($1, $2, $3, $4)
         ON CONFLICT (sha256) DO UPDATE
           SET location = excluded.location, bytes = excluded.bytes, content_type = excluded.content_type`,
        [sha256, location, bytes, contentType],
      );
      if ((await this.#artifacts.stat(location)) !== null) return true;
      await transaction.query('DELETE FROM telltale_episode.media WHERE sha256 = $1', [sha256]);
      return false;
    });
  }
}

/** Whether a store has no such file, or is another one than that which had it: files of the old one are not looked for. */
function isGone(error: unknown): boolean {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return code === 'artifact_not_found' || code === 'artifact_location_invalid';
}
