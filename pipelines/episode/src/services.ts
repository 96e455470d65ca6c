import type { AgentModel } from '@telltale/agent';
import type { BrowserOptions } from '@telltale/browser';
import type { ArtifactStore } from '@telltale/engine';
import { OutboundPolicy, type OutboundRules } from '@telltale/outbound';
import { findSpeechEngines, type SpeechEngine, type SpeechSettings } from '@telltale/speech';
import {
  type Embedder,
  type EmbedderSettings,
  openEmbedder,
  openVectorStore,
  type VectorStore,
  type VectorStoreSettings,
} from '@telltale/vectors';
import type { Pool } from 'pg';
import type { MusicBrainz, MusicBrainzSettings, Wikidata, WikidataSettings } from './enrich/index.ts';
import { openMusicBrainz, openWikidata } from './enrich/index.ts';
import { seedEntityTypes } from './entities/index.ts';
import { type IndexSettings, openIndexes, type PodcastIndex } from './indexes/index.ts';
import { type MediaStore, openMedia } from './media/index.ts';
import { migrateLibrary } from './store/migrate.ts';

/** Gives `null` if no language model is configured. Throws what says why the one that is cannot be used. */
type ModelGiver = () => Promise<AgentModel | null>;

/** What can have a language model of its own: the steps that ask one, and the pipeline `enrich`. */
export type ModelUser = 'fetch_details' | 'download' | 'summarize' | 'extract' | 'resolve' | 'enrich';

/** With what the steps of an episode work. */
export interface EpisodeServices extends AsyncDisposable {
  readonly pool: Pool;
  readonly media: MediaStore;
  /** What may be fetched for those who submit addresses. */
  readonly outbound: OutboundPolicy;
  readonly model: ModelGiver;
  readonly browser: BrowserOptions;
  readonly indexes: readonly PodcastIndex[];
  /** Those that this machine has or was given, the best first. */
  readonly engines: () => Promise<readonly SpeechEngine[]>;
  readonly embedder: () => Promise<Embedder>;
  readonly vectors: () => Promise<VectorStore>;
  readonly musicbrainz: MusicBrainz | null;
  readonly wikidata: Wikidata | null;
  /** For files that are needed for a while. */
  readonly workFolder: string;
  readonly maxDownloadBytes: number | undefined;
  readonly agentTimeoutMs: number | undefined;
  /** The same, with the language model of one of its users. */
  readonly for: (user: ModelUser) => EpisodeServices;
}

export interface EpisodeSettings {
  /** Stays the caller's to close. */
  readonly pool: Pool;
  readonly artifacts: ArtifactStore;
  readonly workFolder: string;
  readonly model: ModelGiver;
  /** Language models for some, instead of `model`. */
  readonly models?: Readonly<Partial<Record<ModelUser, ModelGiver>>>;
  readonly browser?: BrowserOptions;
  /** Default: everything that is public, and nothing else. */
  readonly outbound?: OutboundRules;
  readonly indexes?: IndexSettings;
  readonly speech?: SpeechSettings;
  readonly embeddings?: EmbedderSettings;
  readonly vectors?: Omit<VectorStoreSettings, 'pool'>;
  /** Default: none. */
  readonly musicbrainz?: MusicBrainzSettings;
  /** Default: none. */
  readonly wikidata?: WikidataSettings;
  /** Largest file that is downloaded, in bytes. */
  readonly maxDownloadBytes?: number;
  /** Longest time of the agent that looks for audio, in ms. */
  readonly agentTimeoutMs?: number;
}

/**
 * Opens what episodes are made with, on a database that may never have seen any: its tables are brought to this version.
 * What is slow to open (a model, a store of vectors) is opened when it is first asked for. Throws what `migrateLibrary`
 * throws.
 */
export async function openEpisodeServices(settings: EpisodeSettings): Promise<EpisodeServices> {
  await using stack = new AsyncDisposableStack();
  const { pool, artifacts, workFolder, model, browser = {}, outbound: rules, speech = {} } = settings;
  await migrateLibrary(pool);
  await seedEntityTypes(pool);
  // Banks and mail are kept from agents that click; a plain GET of an address that somebody gave is another matter.
  const outbound = new OutboundPolicy({ blockedDomains: [], ...rules });
  const indexes = openIndexes(settings.indexes ?? {}, { outbound });
  const media = await openMedia({ pool, artifacts, workFolder });
  const wikidata = settings.wikidata === undefined ? null : openWikidata(settings.wikidata, { pool, outbound });
  const musicbrainz = settings.musicbrainz === undefined ? null : openMusicBrainz(settings.musicbrainz);
  if (musicbrainz !== null) stack.defer(() => musicbrainz.close());
  const embedder = once(stack, () => openEmbedder(settings.embeddings ?? {}));
  const vectors = once(stack, () => openVectorStore({ pool, ...settings.vectors }));
  const engines = once(null, () => findSpeechEngines(speech));
  const resources = stack.move();
  const services: EpisodeServices = {
    pool,
    media,
    outbound,
    model,
    browser,
    indexes,
    engines,
    embedder,
    vectors,
    musicbrainz,
    wikidata,
    workFolder,
    maxDownloadBytes: settings.maxDownloadBytes,
    agentTimeoutMs: settings.agentTimeoutMs,
    for: (user) => ({ ...services, model: settings.models?.[user] ?? model }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
  return services;
}

/** Opens something when it is first asked for, and again if that failed; closes it with the stack. */
function once<T extends object>(stack: AsyncDisposableStack | null, open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null;
  stack?.defer(async () => {
    const made = await opened?.catch(() => null);
    if (made != null && 'close' in made && typeof made.close === 'function') await made.close();
  });
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
}
