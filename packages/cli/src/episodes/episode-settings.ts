import { join } from 'node:path';
import type { EpisodeSettings } from '@telltale/episode';
import type { Config } from '../config/schema.ts';
import { browserOptions } from '../pipelines/browser-options.ts';

/** What the configuration says of how episodes are made. */
export function episodeSettings(config: Config): Omit<EpisodeSettings, 'pool' | 'artifacts' | 'model'> {
  const { episode, fyyd, podcastindex, outbound, musicbrainz, wikidata, data } = config;
  return {
    workFolder: join(data, 'work'),
    browser: browserOptions(config),
    outbound: { allowPrivate: outbound.allowPrivateNetworks },
    indexes: {
      names: episode.indexes,
      fyydKey: fyyd.apiKey,
      podcastindexKey: podcastindex.apiKey,
      podcastindexSecret: podcastindex.apiSecret,
    },
    speech: speechSettings(config),
    embeddings: embedderSettings(config),
    vectors: vectorSettings(config),
    ...(musicbrainz.url === undefined ? {} : { musicbrainz: { url: musicbrainz.url, schema: musicbrainz.schema } }),
    ...(wikidata.enabled ? { wikidata: present({ baseUrl: wikidata.baseUrl, contact: wikidata.contact }) } : {}),
    maxDownloadBytes: episode.maxDownloadBytes,
    agentTimeoutMs: episode.downloadAgentTimeoutMs,
  };
}

/** What there is to transcribe with. Models that are fetched are kept in the data folder. */
export function speechSettings({
  speech: { baseUrl, apiKey, model, whisperModel },
  data,
}: Config): NonNullable<EpisodeSettings['speech']> {
  return {
    ...(baseUrl === undefined ? {} : { api: { baseUrl, model, ...present({ apiKey }) } }),
    ...(whisperModel === undefined ? {} : { whisper: { model: whisperModel, folder: join(data, 'models') } }),
  };
}

/** What makes vectors. */
export function embedderSettings({ embeddings }: Config): NonNullable<EpisodeSettings['embeddings']> {
  const { baseUrl, apiKey, model, dimensions } = embeddings;
  return baseUrl === undefined ? {} : { api: { baseUrl, model, ...present({ apiKey, dimensions }) } };
}

/** Where vectors are kept. */
export function vectorSettings({ vectors }: Config): NonNullable<EpisodeSettings['vectors']> {
  const { url, apiKey, collection } = vectors.qdrant;
  return {
    store: vectors.store,
    remedy: 'Make all of them anew with "telltale reindex --yes".',
    ...(url === undefined ? {} : { qdrant: { url, collection, ...present({ apiKey }) } }),
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what is not there: a key without a value says something else than no key. */
function present<T extends object>(given: T): Present<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Present<T>;
}
