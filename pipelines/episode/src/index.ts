export { type CreateEpisodeOptions, createEpisode, EPISODE_STEPS, type EpisodeResult } from './create-episode.ts';
export * from './details/errors.ts';
export * from './download/errors.ts';
export {
  type CreateEnrichOptions,
  createEnrich,
  type EnrichInput,
  type EnrichResult,
  LookupMissingError,
  type MusicBrainzSettings,
  type WikidataSettings,
} from './enrich/index.ts';
export * from './errors.ts';
export {
  type CreateFeedOptions,
  createFeed,
  FeedEntryMissingError,
  type FeedResult,
  FeedUnreadableError,
} from './feed/index.ts';
export type { IndexSettings } from './indexes/index.ts';
export { INDEX_NAMES, IndexNameError } from './indexes/index.ts';
export { type EpisodeInput, episodeInput } from './input.ts';
export * from './library/index.ts';
export * from './media/errors.ts';
export type { Reindexed, ReindexOptions } from './reindex/index.ts';
export {
  type LibraryExtent,
  planLibraryReset,
  type ResetLibraryOptions,
  resetLibrary,
} from './reset/index.ts';
export { openSampleShow, type SampleFile, type SampleShow } from './sample/index.ts';
export type { SearchAnswer, SearchFilter, SearchHit, SearchQuestion } from './search/index.ts';
export { type EpisodeServices, type EpisodeSettings, type ModelUser, openEpisodeServices } from './services.ts';
export { LIBRARY_SCHEMA, migrateLibrary } from './store/migrate.ts';
