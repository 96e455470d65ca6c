export { type BrowseOptions, type BrowsePipeline, createBrowse } from './create-browse.ts';
export { BrowseFailedError } from './errors.ts';
export type { BrowseResult } from './result.ts';
