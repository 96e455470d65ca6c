import type { SiteAnswer, Visit } from '../../web/index.ts';
import { type CatalogueEpisode, publishedAtOf, searchCatalogue } from './catalogue.ts';
import { jsonAnswer } from './misbehaviour.ts';

const META = { API_INFO: { API_VERSION: '0.2' } };

/** fyyd's search of episodes. What it does not understand it answers with status 200, and says so in the answer. */
export function answerAsFyyd(
  catalogue: readonly CatalogueEpisode[],
  { url, headers }: Visit,
  key: string | undefined,
): SiteAnswer {
  if (headers.authorization !== undefined && headers.authorization !== `Bearer ${key}`) {
    return jsonAnswer({ status: 0, msg: 'invalid token', meta: META }, 401);
  }
  const term = url.searchParams.get('term') ?? '';
  if (url.pathname !== '/0.2/search/episode' || term === '') return jsonAnswer({ status: 0, msg: 'invalid request' });
  const found = searchCatalogue(catalogue, term, ({ show, title }) => `${show} ${title}`);
  const data = found.slice(0, Number(url.searchParams.get('count') ?? 20)).map(episodeOf);
  return jsonAnswer({ status: 1, msg: 'ok', meta: META, data });
}

function episodeOf(episode: CatalogueEpisode, index: number): object {
  const { title, guid, audioUrl = '', pageUrl = '', durationS = 60 } = episode;
  return {
    id: 16_000_000 + index,
    title,
    guid,
    url: pageUrl,
    enclosure: audioUrl,
    podcast_id: 1,
    pubdate: publishedAtOf(episode).toISOString().replace('.000Z', '+00:00'),
    duration: durationS,
    duration_string: `${Math.floor(durationS / 60)}:${String(durationS % 60).padStart(2, '0')}`,
    content_type: 'audio/mpeg',
    url_fyyd: `https://fyyd.de/episode/${16_000_000 + index}`,
    description: '',
  };
}
