import { type Sites, startSites } from '../web/sites.ts';
import { EPISODES, type ScriptedEpisode } from './episodes.ts';
import { audioUrl, SHOW } from './feeds.ts';
import { type CatalogueEpisode, PodcastIndexes } from './indexes/index.ts';
import { recordingOf } from './recording.ts';
import type { PodcastShape } from './shapes.ts';
import { harbour } from './sites/harbour.ts';
import { media } from './sites/media.ts';
import { pods } from './sites/pods.ts';

/** The feeds of the publisher, which have the same episodes; the newest comes first. */
const FEEDS = { rss: '/feed.xml', atom: '/atom.xml', json: '/feed.json' } as const;

/** What somebody has to be told to ask the stand-ins instead of the real indexes. */
export interface IndexAddresses {
  readonly names: readonly string[];
  readonly podcastindexKey: string;
  readonly podcastindexSecret: string;
  readonly baseUrls: Readonly<Record<'apple_podcasts' | 'fyyd' | 'podcastindex', string>>;
}

/**
 * A publisher, an app for listening, the servers of their files and the indexes of podcasts, on one port of 127.0.0.1 and told
 * apart by name like all sites. Nobody else is asked.
 */
export interface PodcastWorld extends AsyncDisposable {
  /** With them: the request log, the gates, and the `lookup` that leads to them. */
  readonly sites: Sites;
  /** They know the audio of the shapes that need them. A test may add to their catalogue, or have one of them fail. */
  readonly indexes: PodcastIndexes;
  /** For `openIndexes`: all of them. */
  readonly indexAddresses: IndexAddresses;
  urlOf(shape: PodcastShape): string;
  feedUrl(kind: keyof typeof FEEDS): string;
}

export async function startPodcastWorld(): Promise<PodcastWorld> {
  const podcastindex = { key: 'key', secret: 'secret' };
  const indexes = new PodcastIndexes({ podcastindex });
  const sites = await startSites({ extra: { harbour, media, pods, ...indexes.sites } });
  indexes.catalogue.push(...catalogueOf(sites));
  return {
    sites,
    indexes,
    indexAddresses: {
      names: ['apple_podcasts', 'fyyd', 'podcastindex'],
      podcastindexKey: podcastindex.key,
      podcastindexSecret: podcastindex.secret,
      baseUrls: {
        apple_podcasts: sites.url('apple'),
        fyyd: sites.url('fyyd'),
        podcastindex: sites.url('podcastindex'),
      },
    },
    urlOf: ({ site, path }) => sites.url(site, path),
    feedUrl: (kind) => sites.url('harbour', FEEDS[kind]),
    [Symbol.asyncDispose]: () => sites.close(),
  };
}

/** What the indexes know: two episodes with their audio, one without, and one of the same name by somebody else. */
function catalogueOf(sites: Sites): readonly CatalogueEpisode[] {
  const entry = (episode: ScriptedEpisode): CatalogueEpisode => ({
    title: episode.title,
    show: SHOW.title,
    guid: episode.guid,
    feedUrl: sites.url('harbour', FEEDS.rss),
    pageUrl: sites.url('harbour', `/${episode.key}`),
    publishedAt: episode.publishedAt,
    durationS: Math.round(recordingOf(episode).durationS),
  });
  const { aggregator, deadLink, geoBlocked, htmlAsMp3 } = EPISODES;
  return [
    { ...entry(aggregator), audioUrl: audioUrl(sites, aggregator) },
    { ...entry(deadLink), audioUrl: audioUrl(sites, deadLink) },
    entry(geoBlocked),
    {
      ...entry(htmlAsMp3),
      show: 'Tidal Pools Weekly',
      guid: 'tidal-pools-88',
      publishedAt: '2021-08-01T06:00:00.000Z',
      feedUrl: sites.url('elsewhere', '/feed.xml'),
      pageUrl: sites.url('elsewhere'),
      audioUrl: sites.url('files', '/episode.mp3'),
    },
  ];
}
