import { EPISODES, type ScriptedEpisode } from './episodes.ts';

/** How a run on a page ends: `ready`, or the code of the error that it fails with. */
export type ShapeEnd = 'ready' | 'not_an_episode' | 'episode_unreachable' | 'download_failed';

/** A page as publishers make them, and what has to become of it. */
export interface PodcastShape {
  readonly name: string;
  readonly site: 'harbour' | 'pods';
  readonly path: string;
  /** `null`: the page is none. */
  readonly episode: ScriptedEpisode | null;
  /** Where the audio comes from: the address that the details named, an index, or an agent with a browser; `null`: from nowhere. */
  readonly audio: 'fetch' | 'index' | 'agent' | null;
  readonly ends: ShapeEnd;
  /** How it ends without a language model, where that differs. */
  readonly endsWithoutModel?: ShapeEnd;
}

/** The pages that make an episode, those that cannot, and those that are none. */
export const PODCAST_SHAPES: readonly PodcastShape[] = [
  page('static', EPISODES.static, { audio: 'fetch' }),
  page('JSON-LD only', EPISODES.jsonLd, { audio: 'fetch' }),
  page('feed only', EPISODES.feedOnly, { audio: 'fetch' }),
  {
    ...page('aggregator', EPISODES.aggregator, { audio: 'index' }),
    site: 'pods',
    path: '/show/harbour-lights/episode/4',
  },
  page('JS player', EPISODES.scripted, { audio: 'agent', endsWithoutModel: 'download_failed' }),
  page('cookie wall', EPISODES.cookieWall, { audio: 'agent', endsWithoutModel: 'download_failed' }),
  page('dead link, live in an index', EPISODES.deadLink, { audio: 'index' }),
  page('geo-block', EPISODES.geoBlocked, { ends: 'download_failed' }),
  page('HTML served as MP3', EPISODES.htmlAsMp3, { ends: 'download_failed' }),
  none('not found', '/episodes/404', 'episode_unreachable'),
  none('homepage', '/', 'not_an_episode'),
  none('article', '/news/new-studio', 'not_an_episode'),
];

type Outcome = Partial<Pick<PodcastShape, 'audio' | 'ends' | 'endsWithoutModel'>>;

function page(
  name: string,
  episode: ScriptedEpisode,
  { audio = null, ends = 'ready', ...more }: Outcome,
): PodcastShape {
  return { name, site: 'harbour', path: `/${episode.key}`, episode, audio, ends, ...more };
}

function none(name: string, path: string, ends: ShapeEnd): PodcastShape {
  return { name, site: 'harbour', path, episode: null, audio: null, ends };
}
