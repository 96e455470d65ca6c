export { type EmbeddingsApiOptions, openEmbeddingsApi } from './embed/api/embeddings-api.ts';
export type * from './embed/embedder.ts';
export { openLocalEmbedder } from './embed/local/local-embedder.ts';
export { type EmbedderSettings, openEmbedder } from './embed/open-embedder.ts';
export {
  EmbeddingError,
  isCuredByReindex,
  VectorSpaceMismatchError,
  VectorStoreError,
  VectorsKeptElsewhereError,
} from './errors.ts';
export { openVectorStore, type VectorStoreSettings } from './store/open-vector-store.ts';
export { openPgvector } from './store/pgvector/pgvector.ts';
export { openPostgresVectors, type PostgresVectorsOptions } from './store/postgres/postgres-vectors.ts';
export { openQdrant, type QdrantOptions } from './store/qdrant/qdrant.ts';
export type * from './store/vector-store.ts';
