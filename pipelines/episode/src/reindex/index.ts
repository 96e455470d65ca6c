export { type Reindexed, type ReindexOptions, reindex } from './reindex.ts';
