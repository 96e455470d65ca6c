export { KNOWLEDGE_ITEMS, type KnowledgeItem } from './items.ts';
export {
  type KnowledgeFault,
  type KnowledgeRequest,
  KnowledgeServer,
  startKnowledge,
} from './knowledge-server.ts';
export { MUSICBRAINZ_ROWS, type MusicBrainzRow, type MusicBrainzRows } from './musicbrainz-rows.ts';
export { installMusicBrainz } from './musicbrainz-schema.ts';
