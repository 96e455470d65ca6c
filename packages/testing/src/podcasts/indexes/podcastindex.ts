import { createHash } from 'node:crypto';
import type { SiteAnswer, Visit } from '../../web/index.ts';
import { notFound } from '../../web/index.ts';
import { type CatalogueEpisode, feedIdOf, publishedAtOf, searchCatalogue } from './catalogue.ts';
import { jsonAnswer } from './misbehaviour.ts';

export interface PodcastindexKey {
  readonly key: string;
  readonly secret: string;
}

/** How far the date of a request may be off, in seconds. */
const WINDOW_S = 300;

/** podcastindex.org: episodes by guid, shows by words, episodes of shows. */
export function answerAsPodcastindex(
  catalogue: readonly CatalogueEpisode[],
  visit: Visit,
  expected: PodcastindexKey,
): SiteAnswer {
  const problem = refusal(visit, expected);
  if (problem !== null) return jsonAnswer({ status: 'false', description: problem }, 401);
  const { pathname, searchParams } = visit.url;
  switch (pathname) {
    case '/api/1.0/episodes/byguid':
      return byGuid(catalogue, searchParams.get('guid') ?? '');
    case '/api/1.0/search/byterm':
      return byTerm(catalogue, searchParams);
    case '/api/1.0/episodes/byfeedid':
      return byFeedId(catalogue, searchParams);
    default:
      return notFound();
  }
}

function refusal({ headers }: Visit, { key, secret }: PodcastindexKey): string | null {
  const date = String(headers['x-auth-date'] ?? '');
  if (headers['user-agent'] === undefined) return 'User-Agent header is required.';
  if (headers['x-auth-key'] !== key) return 'X-Auth-Key is not valid.';
  if (!/^\d+$/.test(date) || Math.abs(Date.now() / 1_000 - Number(date)) > WINDOW_S) return 'X-Auth-Date is not valid.';
  const wanted = createHash('sha1').update(`${key}${secret}${date}`).digest('hex');
  return headers.authorization === wanted ? null : 'Authorization is not valid.';
}

function byGuid(catalogue: readonly CatalogueEpisode[], guid: string): SiteAnswer {
  const episode = catalogue.find((each) => each.guid === guid);
  const query = { guid };
  if (episode === undefined) {
    return jsonAnswer({ status: 'true', query, id: guid, episode: [], description: 'Episode not found.' });
  }
  const description = 'Found matching item.';
  return jsonAnswer({ status: 'true', query, id: guid, episode: item(catalogue, episode), description });
}

function byTerm(catalogue: readonly CatalogueEpisode[], parameters: URLSearchParams): SiteAnswer {
  const query = parameters.get('q') ?? '';
  const found = searchCatalogue(catalogue, query, ({ show }) => show);
  const shows = new Map(found.map(({ feedUrl, show }) => [feedUrl, show]));
  const feeds = [...shows]
    .slice(0, Number(parameters.get('max') ?? 40))
    .map(([url, title]) => ({ id: feedIdOf(catalogue, url), title, url, originalUrl: url, dead: 0 }));
  return jsonAnswer({ status: 'true', feeds, count: feeds.length, query, description: 'Found matching feeds.' });
}

function byFeedId(catalogue: readonly CatalogueEpisode[], parameters: URLSearchParams): SiteAnswer {
  const ids = (parameters.get('id') ?? '').split(',').map(Number);
  const items = catalogue
    .filter(({ feedUrl }) => ids.includes(feedIdOf(catalogue, feedUrl)))
    .slice(0, Number(parameters.get('max') ?? 10))
    .map((episode) => item(catalogue, episode));
  return jsonAnswer({ status: 'true', items, count: items.length, query: ids.join(','), description: 'Found items.' });
}

function item(catalogue: readonly CatalogueEpisode[], episode: CatalogueEpisode): object {
  const { title, guid, show, feedUrl, audioUrl = '', pageUrl = '', durationS = 60 } = episode;
  return {
    title,
    guid,
    link: pageUrl,
    description: '',
    datePublished: publishedAtOf(episode).getTime() / 1_000,
    enclosureUrl: audioUrl,
    enclosureType: 'audio/mpeg',
    enclosureLength: 0,
    duration: durationS,
    feedId: feedIdOf(catalogue, feedUrl),
    feedTitle: show,
    feedUrl,
  };
}
