import { gzipSync } from 'node:zlib';
import { mp3, wav } from '../audio.ts';
import { html, paths, type Site, type SiteAnswer, type Visit } from '../site.ts';

const EPISODE = mp3();
const CHUNK = mp3(10);
const AUDIO = { 'content-type': 'audio/mpeg' };
const TERABYTE = 1_000_000_000_000;
const BOMB_BYTES = 20_000_000;

/** Files as they should be, and as they are. */
export const files: Site = paths({
  '/episode.mp3': (visit) => withRanges(visit, EPISODE, AUDIO),
  '/episode.wav': (visit) => withRanges(visit, wav(), { 'content-type': 'audio/wav' }),
  '/no-ranges.mp3': () => ({ headers: AUDIO, body: EPISODE }),
  '/wrong-type.mp3': () => ({ headers: { 'content-type': 'text/plain' }, body: EPISODE }),
  '/no-type.mp3': () => ({ body: EPISODE }),
  '/audio': () => ({ body: EPISODE }),
  '/html.mp3': () => ({ ...html('Sorry', '<h1>This episode has moved</h1>'), headers: AUDIO }),
  '/empty.mp3': () => ({ headers: AUDIO }),
  '/short.mp3': () => ({ headers: { ...AUDIO, 'content-length': String(2 * EPISODE.length) }, body: thenCut(EPISODE) }),
  '/huge.mp3': () => ({ headers: { ...AUDIO, 'content-length': String(TERABYTE) }, body: endless(CHUNK) }),
  '/endless.mp3': () => ({ headers: AUDIO, body: endless(CHUNK) }),
  '/bomb.mp3': () => ({
    headers: { ...AUDIO, 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(BOMB_BYTES)),
  }),
  '/named': () => attached('attachment; filename="Folge 1.mp3"'),
  '/named-in-utf8': () => attached("attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.mp3"),
  '/climbs': () => attached('attachment; filename="../../../../etc/cron.d/episode.mp3"'),
  // Sends the first half, and the rest when the gate `slow-file` is open.
  '/slow.mp3': ({ place }) => ({
    headers: { ...AUDIO, 'content-length': String(EPISODE.length) },
    body: (async function* () {
      yield EPISODE.subarray(0, EPISODE.length / 2);
      await place.gate('slow-file').pass();
      yield EPISODE.subarray(EPISODE.length / 2);
    })(),
  }),
});

/** A file that can be asked for in parts. */
export function withRanges(visit: Visit, file: Uint8Array, headers: Readonly<Record<string, string>>): SiteAnswer {
  const all = { ...headers, 'accept-ranges': 'bytes' };
  const range = /^bytes=(\d+)-(\d*)$/.exec(visit.headers.range ?? '');
  if (!range) return { headers: { ...all, 'content-length': String(file.length) }, body: file };
  const start = Number(range[1]);
  const end = Math.min(range[2] ? Number(range[2]) : file.length, file.length - 1);
  if (start > end) return { status: 416, headers: { 'content-range': `bytes */${file.length}` } };
  const part = file.subarray(start, end + 1);
  return {
    status: 206,
    headers: { ...all, 'content-range': `bytes ${start}-${end}/${file.length}`, 'content-length': String(part.length) },
    body: part,
  };
}

/** The same bytes for as long as somebody takes them. */
export async function* endless(chunk: string | Uint8Array): AsyncGenerator<string | Uint8Array> {
  for (;;) yield chunk;
}

function attached(disposition: string): SiteAnswer {
  return { headers: { ...AUDIO, 'content-disposition': disposition }, body: EPISODE };
}

async function* thenCut(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new RangeError('cut');
}
