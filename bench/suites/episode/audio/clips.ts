import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Sentences of a LibriVox audiobook, which Debian has for PocketSphinx's own tests (pocketsphinx-testdata). */
const LIBRIVOX = '/usr/share/pocketsphinx/test/data/librivox';
/** What is said in `jfk.wav`, which comes with whisper.cpp: the inaugural address of 1961. */
const JFK =
  'And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country.';

/** Recorded speech, and what is said in it. */
export interface Clip {
  readonly path: string;
  readonly said: string;
}

/** In their order; none where they are not installed. */
export async function librivoxClips(): Promise<readonly Clip[]> {
  const file = join(LIBRIVOX, 'transcription');
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [, said, name] = /^<s> (.*) <\/s> \((.*)\)$/.exec(line) ?? [];
    return said === undefined ? [] : [{ path: join(LIBRIVOX, `${name}.wav`), said }];
  });
}

/** `jfk.wav` in a folder; `null` if it is not there. */
export function jfkClip(folder: string | undefined): Clip | null {
  if (folder === undefined) return null;
  const path = join(folder, 'jfk.wav');
  return existsSync(path) ? { path, said: JFK } : null;
}
