export { MAX_ATTEMPTS } from './attempts.ts';
export { type CreateEnrichOptions, createEnrich, type EnrichResult } from './create-enrich.ts';
export type { EnrichServices } from './enrich-entities.ts';
export { LookupMissingError } from './errors.ts';
export type { EnrichInput } from './input.ts';
export { lookupEntity } from './look-up-entity.ts';
export { MusicBrainzError } from './musicbrainz/errors.ts';
export {
  type MusicBrainz,
  type MusicBrainzCandidate,
  type MusicBrainzSettings,
  openMusicBrainz,
} from './musicbrainz/musicbrainz.ts';
export { openWikidata, type Wikidata, type WikidataCandidate, type WikidataSettings } from './wikidata/wikidata.ts';
