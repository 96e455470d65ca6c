import { html, notFound, type Site, type SiteAnswer, type Visit } from '../../web/site.ts';
import { withRanges } from '../../web/sites/files.ts';
import { EPISODES, type ScriptedEpisode } from '../episodes.ts';
import { AUDIO_TYPES, audioOf, chaptersOf, transcriptJsonOf, vttOf } from '../recording.ts';

// One pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

const BY_KEY: ReadonlyMap<string, ScriptedEpisode> = new Map(
  Object.values(EPISODES).map((episode) => [episode.key, episode]),
);

/**
 * All files of all episodes, `/<key>.mp3` and what is beside it: `.vtt`, `.transcript.json`, `.chapters.json`. Of the audio
 * below `/held/` the second half comes when the gate `held-<key>` is open; below `/abroad/` it is given to nobody here, below
 * `/moved/` it is a page, and below `/gone/` there is none.
 */
export const media: Site = (visit) => {
  const { pathname } = visit.url;
  if (pathname === '/cover.png') return { headers: { 'content-type': 'image/png' }, body: PNG };
  const [, folder = '', key = '', ending] = /^\/(?:(\w+)\/)?([\w-]+)\.([\w.]+)$/.exec(pathname) ?? [];
  const episode = BY_KEY.get(key);
  if (episode === undefined) return notFound();
  const json = (body: string): SiteAnswer => ({ headers: { 'content-type': 'application/json' }, body });
  if (ending === 'vtt') return { headers: { 'content-type': 'text/vtt; charset=utf-8' }, body: vttOf(episode) };
  if (ending === 'transcript.json') return json(transcriptJsonOf(episode));
  if (ending === 'chapters.json') return json(chaptersOf(episode));
  return ending === episode.format ? audio(visit, folder, episode) : notFound();
};

function audio(visit: Visit, folder: string, episode: ScriptedEpisode): SiteAnswer {
  const headers = { 'content-type': AUDIO_TYPES[episode.format] };
  const bytes = audioOf(episode);
  switch (folder) {
    case '':
      return withRanges(visit, bytes, headers);
    case 'held':
      return held(visit, bytes, episode);
    case 'abroad':
      return { ...html('Not here', '<h1>This recording cannot be played in your country</h1>'), status: 403 };
    case 'moved':
      return { ...html('Moved', '<h1>Our recordings have moved</h1>'), headers };
    default:
      return notFound();
  }
}

function held({ headers, place }: Visit, bytes: Buffer, { key, format }: ScriptedEpisode): SiteAnswer {
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const middle = Math.max(start, Math.floor(bytes.length / 2));
  const sent = { 'content-type': AUDIO_TYPES[format], 'content-length': String(bytes.length - start) };
  const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  return {
    status: start === 0 ? 200 : 206,
    headers: { 'accept-ranges': 'bytes', ...sent, ...(start === 0 ? {} : range) },
    body: (async function* () {
      yield bytes.subarray(start, middle);
      await place.gate(`held-${key}`).pass();
      yield bytes.subarray(middle);
    })(),
  };
}
