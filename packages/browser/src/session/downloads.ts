import { copyFile, link, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatBytes } from '@telltale/core';
import type { BrowserContext, Download } from 'playwright-core';
import type { Notes } from './notes.ts';
import type { SessionFolder } from './session-folder.ts';

const LOOK_EVERY_MS = 250;

/** A file that a page made the browser download. */
export interface SessionDownload {
  readonly url: string;
  /** As the site calls it; not a name to store it by. */
  readonly suggestedName: string;
  /** `refused`: with it, the files of the session would have been larger than they may be. */
  readonly state: 'running' | 'done' | 'failed' | 'refused';
}

interface Tracked {
  readonly download: Download;
  state: SessionDownload['state'];
  /** Where it is, once it is done. */
  path: string | null;
}

/** The files that pages make the browser download, held to a limit for all of them together while they come. */
export class Downloads {
  readonly #folder: Pick<SessionFolder, 'downloads' | 'recordings'>;
  readonly #maxBytes: number;
  readonly #notes: Notes;
  readonly #tracked: Tracked[] = [];
  #watch: NodeJS.Timeout | undefined;

  constructor(context: BrowserContext, folder: SessionFolder, maxBytes: number, notes: Notes) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
    this.#notes = notes;
    context.on('download', (download) => void this.#track(download));
  }

  get all(): readonly SessionDownload[] {
    return this.#tracked.map(({ download, state }) => ({
      url: download.url(),
      suggestedName: download.suggestedFilename(),
      state,
    }));
  }

  /** Those that are there, with their paths. */
  get done(): readonly { readonly suggestedName: string; readonly path: string }[] {
    return this.#tracked.flatMap(({ download, path }) =>
      path === null ? [] : [{ suggestedName: download.suggestedFilename(), path }],
    );
  }

  stop(): void {
    clearInterval(this.#watch);
  }

  async #track(download: Download): Promise<void> {
    const tracked: Tracked = { download, state: 'running', path: null };
    this.#tracked.push(tracked);
    const name = JSON.stringify(download.suggestedFilename());
    this.#notes.add(`The page began to download ${name}.`);
    this.#watch ??= setInterval(() => void this.#enforce(), LOOK_EVERY_MS).unref();
    const path = await this.#keep(download).catch(() => null);
    await this.#enforce();
    if (tracked.state === 'running') {
      tracked.state = path === null ? 'failed' : 'done';
      tracked.path = path;
      this.#notes.add(path === null ? `The download of ${name} failed.` : `${name} was downloaded.`);
    }
    if (this.#running.length > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** Playwright removes its own when the browser closes. */
  async #keep(download: Download): Promise<string> {
    const path = await download.path();
    const kept = join(this.#folder.recordings, `download-${basename(path)}`);
    await link(path, kept).catch(() => copyFile(path, kept));
    return kept;
  }

  get #running(): readonly Tracked[] {
    return this.#tracked.filter(({ state }) => state === 'running');
  }

  async #enforce(): Promise<void> {
    const running = this.#running;
    if (running.length === 0 || (await sizeOf(this.#folder.downloads)) <= this.#maxBytes) return;
    for (const tracked of running) {
      if (tracked.state !== 'running') continue;
      tracked.state = 'refused';
      this.#notes.add(
        `The download of ${JSON.stringify(tracked.download.suggestedFilename())} was stopped: the files of this session may have ${formatBytes(this.#maxBytes)} together.`,
      );
      await tracked.download.cancel().catch(() => undefined);
      await tracked.download.delete().catch(() => undefined);
    }
  }
}

/** In bytes, of the files in a folder. */
async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
