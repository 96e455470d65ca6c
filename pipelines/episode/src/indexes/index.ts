export * from './errors.ts';
export { isMatch } from './matches.ts';
export { type IndexSettings, openIndexes } from './open-indexes.ts';
export {
  INDEX_NAMES,
  INDEX_TIMEOUT_MS,
  type IndexHit,
  type IndexQuery,
  type PodcastIndex,
} from './podcast-index.ts';
export { isHostShaped, queryText, showToSearch } from './query-text.ts';
export { searchIndexes } from './search-indexes.ts';
