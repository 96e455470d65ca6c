import type { SiteAnswer, Visit } from '../../web/index.ts';
import { notFound } from '../../web/index.ts';
import { type CatalogueEpisode, feedIdOf, publishedAtOf, searchCatalogue } from './catalogue.ts';

/** Apple's search of episodes, in its own words: scripts were its first readers, so it says that it sends one. */
export function answerAsApple(catalogue: readonly CatalogueEpisode[], { url }: Visit): SiteAnswer {
  if (url.pathname !== '/search') return notFound();
  const { searchParams } = url;
  const isAsked = searchParams.get('media') === 'podcast' && searchParams.get('entity') === 'podcastEpisode';
  const term = isAsked ? (searchParams.get('term') ?? '') : '';
  const found = searchCatalogue(catalogue, term, ({ show, title }) => `${show} ${title}`);
  const results = found
    .slice(0, Number(searchParams.get('limit') ?? 50))
    .map((episode, index) => result(catalogue, episode, index));
  return {
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
    body: `\n\n\n${JSON.stringify({ resultCount: results.length, results })}\n`,
  };
}

function result(catalogue: readonly CatalogueEpisode[], episode: CatalogueEpisode, index: number): object {
  const { title, show, guid, feedUrl, audioUrl, durationS = 60 } = episode;
  const collectionId = feedIdOf(catalogue, feedUrl);
  return {
    wrapperType: 'podcastEpisode',
    kind: 'podcast-episode',
    collectionId,
    trackId: 1_000 + index,
    collectionName: show,
    trackName: title,
    feedUrl,
    ...(audioUrl === undefined ? {} : { episodeUrl: audioUrl, previewUrl: audioUrl, episodeFileExtension: 'mp3' }),
    episodeContentType: 'audio',
    episodeGuid: guid,
    releaseDate: publishedAtOf(episode).toISOString().replace('.000Z', 'Z'),
    trackTimeMillis: durationS * 1_000,
    trackViewUrl: `https://podcasts.apple.com/us/podcast/id${collectionId}?i=${1_000 + index}`,
    country: 'USA',
  };
}
