export { type EntityOfEpisode, entitiesOfEpisode } from './entities-of-episode.ts';
export { type EntitySummary, listEntities } from './list-entities.ts';
export { nameKey } from './name-key.ts';
export { seedEntityTypes } from './seed-entity-types.ts';
