export type { SearchHit } from './hydrate.ts';
export { type SearchAnswer, type SearchFilter, type SearchQuestion, type SearchServices, search } from './search.ts';
