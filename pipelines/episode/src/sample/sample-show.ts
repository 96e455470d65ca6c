import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';

/** The same depth below the package's root in src/ and in the built dist/. */
const FOLDER = new URL('../../sample/files/', import.meta.url);
/** Where a server has the files. Their own links say so, too. */
const ROOT = '/sample/';
/** Stands in the files for where they are served from. */
const ORIGIN = '{origin}';
const FIRST_EPISODE = '1-the-lamp-on-the-machine.html';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.vtt': 'text/vtt; charset=utf-8',
  '.xml': 'application/rss+xml; charset=utf-8',
};
const WITH_LINKS = ['.html', '.xml'];

/** A file of the sample show, for a server to give to whoever asks. */
export interface SampleFile {
  readonly contentType: string;
  /** `origin`: where the server is, such as `http://127.0.0.1:4040`. */
  readonly read: (origin: string) => Promise<Uint8Array>;
}

/** The small show that comes with Telltale: pages, feed, audio, transcripts, chapters and cover. */
export interface SampleShow {
  /** By their paths: `/sample/feed.xml`; the show's own page is `/sample/`. */
  readonly files: ReadonlyMap<string, SampleFile>;
  /** The show on a server; all of its files are below. */
  readonly url: (origin: string) => string;
  /** The page of its first episode. */
  readonly episodeUrl: (origin: string) => string;
}

/** Looks up the files of the show; reads none of them yet. */
export async function openSampleShow(): Promise<SampleShow> {
  const names = (await readdir(FOLDER)).toSorted();
  const files = names.map((name) => [`${ROOT}${name === 'index.html' ? '' : name}`, sampleFile(name)] as const);
  return {
    files: new Map(files),
    url: (origin) => new URL(ROOT, origin).href,
    episodeUrl: (origin) => new URL(`${ROOT}${FIRST_EPISODE}`, origin).href,
  };
}

function sampleFile(name: string): SampleFile {
  const ending = extname(name);
  const read = () => readFile(new URL(name, FOLDER));
  return {
    contentType: TYPES[ending] ?? 'application/octet-stream',
    read: WITH_LINKS.includes(ending)
      ? async (origin) => Buffer.from((await read()).toString().replaceAll(ORIGIN, origin))
      : read,
  };
}
