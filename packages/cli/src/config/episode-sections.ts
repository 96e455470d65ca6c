import { z } from 'zod';
import {
  A_POSTGRES_URL,
  AN_HTTP_URL,
  httpUrl,
  list,
  postgresUrl,
  privateNetworks,
  privateNetworksFrom,
  text,
  YES_OR_NO,
  yesOrNo,
} from './kinds.ts';
import { section, setting } from './setting.ts';

/** A language model for a part of the work: a small one may do for it, or a better one be worth it. */
const modelFor = (what: string, env: string) =>
  setting(text.optional(), {
    description: `The language model that ${what}, named as in model.name and reached in the same way.`,
    expects: 'the name of a model',
    env,
    defaultText: '`model.name`',
  });

const A_NUMBER_FROM_1 = 'a whole number, 1 or more';

/** What episodes are made with. Each has a default that needs no key and no service. */
export const episodeSections = {
  episode: section({
    concurrency: setting(z.int().min(1).max(100).default(4), {
      description: 'How many episodes one worker works on at a time.',
      expects: 'a whole number from 1 to 100',
      env: 'TELLTALE_EPISODE_CONCURRENCY',
      fromText: Number,
    }),
    maxDownloadBytes: setting(z.int().min(1).default(2_000_000_000), {
      description: 'The largest audio or video file that is downloaded, or taken as an upload.',
      expects: A_NUMBER_FROM_1,
      env: 'TELLTALE_EPISODE_MAX_DOWNLOAD_BYTES',
      unit: 'bytes',
      fromText: Number,
    }),
    downloadAgentTimeoutMs: setting(z.int().min(1_000).default(120_000), {
      description: 'How long the agent may look for audio that cannot be downloaded from where it is said to be.',
      expects: 'a whole number, 1000 or more',
      env: 'TELLTALE_EPISODE_DOWNLOAD_AGENT_TIMEOUT_MS',
      unit: 'ms',
      fromText: Number,
    }),
    indexes: setting(z.array(z.enum(['apple_podcasts', 'apple', 'itunes', 'fyyd', 'podcastindex'])).default([]), {
      description:
        'The directories of podcasts that are asked where a page does not have the audio, in this order: `apple_podcasts`, `fyyd`, `podcastindex`.',
      expects: 'a list of apple_podcasts, fyyd and podcastindex',
      env: 'TELLTALE_EPISODE_INDEXES',
      defaultText: 'none',
      fromText: list,
    }),
    models: section({
      fetch_details: modelFor('looks further where a page tells too little', 'TELLTALE_FETCH_DETAILS_MODEL'),
      download: modelFor('looks for audio in a browser', 'TELLTALE_DOWNLOAD_AGENT_MODEL'),
      summarize: modelFor('writes summaries', 'TELLTALE_SUMMARIZATION_MODEL'),
      extract: modelFor('finds names', 'TELLTALE_EXTRACTION_MODEL'),
      resolve: modelFor('tells which names are the same thing', 'TELLTALE_RESOLUTION_MODEL'),
      enrich: modelFor('chooses between candidates of Wikidata', 'TELLTALE_ENRICHMENT_MODEL'),
    }),
  }),
  fyyd: section({
    apiKey: setting(text.optional(), {
      description: 'A key for fyyd. It answers without one, too.',
      expects: 'a text',
      env: 'TELLTALE_FYYD_API_KEY',
      secret: true,
    }),
  }),
  podcastindex: section({
    apiKey: setting(text.optional(), {
      description: 'The key for podcastindex.org, which is not asked without one.',
      expects: 'a text',
      env: 'TELLTALE_PODCASTINDEX_API_KEY',
      secret: true,
    }),
    apiSecret: setting(text.optional(), {
      description: 'The secret that belongs to that key.',
      expects: 'a text',
      env: 'TELLTALE_PODCASTINDEX_API_SECRET',
      secret: true,
    }),
  }),
  outbound: section({
    allowPrivateNetworks: setting(privateNetworks.default(false), {
      description:
        'Whether pages, feeds and audio of episodes may be fetched from this machine and private networks: all of them, none, or these names and ranges.',
      expects: 'true, false, or a list of hosts and CIDR ranges',
      env: 'TELLTALE_OUTBOUND_ALLOW_PRIVATE_NETWORKS',
      fromText: privateNetworksFrom,
    }),
  }),
  speech: section({
    baseUrl: setting(httpUrl.optional(), {
      description: 'A provider of transcription that speaks the protocol of OpenAI.',
      expects: AN_HTTP_URL,
      env: 'TELLTALE_SPEECH_BASE_URL',
    }),
    apiKey: setting(text.optional(), {
      description: 'The key of that provider.',
      expects: 'a text',
      env: 'TELLTALE_SPEECH_API_KEY',
      secret: true,
    }),
    model: setting(text.default('whisper-1'), {
      description: 'The model to transcribe with, by the name that the provider gives it.',
      expects: 'the name of a model',
      env: 'TELLTALE_SPEECH_MODEL',
    }),
    whisperModel: setting(text.optional(), {
      description:
        'A whisper.cpp model, to transcribe on this machine: a `.bin` file, or a name such as `base.en`, which is downloaded once.',
      expects: 'a file, or the name of a model',
      env: 'TELLTALE_SPEECH_WHISPER_MODEL',
      path: 'or name',
    }),
  }),
  embeddings: section({
    baseUrl: setting(httpUrl.optional(), {
      description:
        'A provider of embeddings that speaks the protocol of OpenAI. Without one the small English model that comes along is used.',
      expects: AN_HTTP_URL,
      env: 'TELLTALE_EMBEDDINGS_BASE_URL',
    }),
    apiKey: setting(text.optional(), {
      description: 'The key of that provider.',
      expects: 'a text',
      env: 'TELLTALE_EMBEDDINGS_API_KEY',
      secret: true,
    }),
    model: setting(text.default('text-embedding-3-small'), {
      description: 'The model that it is asked for.',
      expects: 'the name of a model',
      env: 'TELLTALE_EMBEDDINGS_MODEL',
    }),
    dimensions: setting(z.int().min(1).max(65_536).optional(), {
      description: 'How many dimensions its vectors are to have, where a model can give more or fewer.',
      expects: 'a whole number from 1 to 65536',
      env: 'TELLTALE_EMBEDDINGS_DIMENSIONS',
      defaultText: 'as many as the model gives',
      fromText: Number,
    }),
  }),
  vectors: section({
    store: setting(z.enum(['auto', 'postgres', 'pgvector', 'qdrant']).default('auto'), {
      description:
        'Where vectors are kept: `auto` is Qdrant if its URL is set, else pgvector if the database has it, else Postgres as it is.',
      expects: 'auto, postgres, pgvector or qdrant',
      env: 'TELLTALE_VECTORS_STORE',
    }),
    qdrant: section({
      url: setting(httpUrl.optional(), {
        description: 'A Qdrant server.',
        expects: AN_HTTP_URL,
        env: 'TELLTALE_QDRANT_URL',
      }),
      apiKey: setting(text.optional(), {
        description: 'The key of that server.',
        expects: 'a text',
        env: 'TELLTALE_QDRANT_API_KEY',
        secret: true,
      }),
      collection: setting(text.default('telltale'), {
        description: 'The collection on it that is used, and made if it is not there.',
        expects: 'the name of a collection',
        env: 'TELLTALE_QDRANT_COLLECTION',
      }),
    }),
  }),
  wikidata: section({
    enabled: setting(z.boolean().default(false), {
      description:
        'Whether the people, places and works of episodes are looked up in Wikidata, in the background. Their names are sent to it.',
      expects: YES_OR_NO,
      env: 'TELLTALE_WIKIDATA_ENABLED',
      fromText: yesOrNo,
    }),
    baseUrl: setting(httpUrl.optional(), {
      description: 'Another server that answers like Wikidata.',
      expects: AN_HTTP_URL,
      env: 'TELLTALE_WIKIDATA_BASE_URL',
      defaultText: '`https://www.wikidata.org`',
    }),
    contact: setting(text.optional(), {
      description: 'Your address for e-mail, or a page: Wikidata wants to know who asks it often.',
      expects: 'a text',
      env: 'TELLTALE_WIKIDATA_CONTACT',
    }),
  }),
  musicbrainz: section({
    url: setting(postgresUrl.optional(), {
      description: 'A Postgres with the tables of MusicBrainz, to find musicians and works in. It is only read.',
      expects: A_POSTGRES_URL,
      env: 'TELLTALE_MUSICBRAINZ_URL',
      secret: true,
    }),
    schema: setting(text.default('musicbrainz'), {
      description: 'The schema that the tables are in.',
      expects: 'the name of a schema',
      env: 'TELLTALE_MUSICBRAINZ_SCHEMA',
    }),
  }),
};
