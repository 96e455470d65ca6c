import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step } from '@telltale/engine';
import { createLocalArtifactStore } from '@telltale/engine/artifacts';
import { OutboundPolicy } from '@telltale/outbound';
import type { TestDatabase } from '@telltale/testing';
import { paths, type Site, type Sites, startSites } from '@telltale/testing/web';
import { onTestFinished } from 'vitest';
import type { Patience } from '../src/download/fetch-audio.ts';
import { type DownloadServices, download } from '../src/download/index.ts';
import { type MediaStore, openMedia } from '../src/media/index.ts';

/** Servers are asked again at once. */
export const IMPATIENT: Patience = { idleTimeoutMs: 30_000, waitsMs: [0, 0, 0] };

/** A library of media in a folder of its own, which goes with the test. */
export async function testMedia(db: TestDatabase) {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-media-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const workFolder = join(folder, 'work');
  const artifacts = createLocalArtifactStore({ folder: join(folder, 'artifacts') });
  const media = await openMedia({ pool: db.pool(), artifacts, workFolder });
  /** The files in the work folder. */
  const left = async () => {
    const entries = await readdir(workFolder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  };
  return { folder, workFolder, artifacts, media, left };
}

/** An episode with a site for its audio: what the step `download` needs. */
export class Downloads {
  readonly sites: Sites;
  readonly media: MediaStore;
  readonly workFolder: string;
  /** The files in the work folder. */
  readonly left: () => Promise<readonly string[]>;
  readonly services: DownloadServices;
  readonly #db: TestDatabase;

  /** `pages` are at `audio.test`. */
  static async open(
    db: TestDatabase,
    pages: Readonly<Record<string, Site>>,
    options: Partial<DownloadServices> = {},
  ): Promise<Downloads> {
    const sites = await startSites({ extra: { audio: paths(pages) } });
    onTestFinished(() => sites.close());
    return new Downloads(db, sites, await testMedia(db), options);
  }

  private constructor(
    db: TestDatabase,
    sites: Sites,
    { media, workFolder, left }: Awaited<ReturnType<typeof testMedia>>,
    options: Partial<DownloadServices>,
  ) {
    this.#db = db;
    this.sites = sites;
    this.media = media;
    this.workFolder = workFolder;
    this.left = left;
    this.services = {
      pool: db.pool(),
      media,
      outbound: new OutboundPolicy({ allowPrivate: sites.hosts, lookup: sites.lookup }),
      model: async () => null,
      browser: {},
      indexes: [],
      workFolder,
      patience: IMPATIENT,
      ...options,
    };
  }

  url(path: string): string {
    return this.sites.url('audio', path);
  }

  /** Adds an episode; gives its id. */
  async episode(given: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const id = randomBytes(8).toString('hex');
    const columns = { id, ...given };
    await this.#db.query(
      `INSERT INTO telltale_episode.episode (${Object.keys(columns).join(', ')})
       VALUES (${Object.keys(columns)
         .map((_, index) => `$${index + 1}`)
         .join(', ')})`,
      Object.values(columns),
    );
    return id;
  }

  /** The body of a step that downloads the audio of an episode. */
  body(episodeId: string, options: Partial<DownloadServices> = {}) {
    return (step: Step) => download(step, { ...this.services, ...options }, episodeId);
  }

  /** What is in the library of it. */
  async row(id: string): Promise<Readonly<Record<string, unknown>>> {
    const { rows } = await this.#db.query<Record<string, unknown>>(
      'SELECT * FROM telltale_episode.episode WHERE id = $1',
      [id],
    );
    return rows[0] ?? {};
  }

  /** From which byte on a path was asked for, each time. */
  asked(path: string): readonly (string | undefined)[] {
    return this.sites.requests
      .filter((request) => request.path === path)
      .map(({ headers }) => headers.range?.toString().replace(/^bytes=(\d+)-$/, '$1'));
  }
}

export function sha256Of(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('hex');
}
