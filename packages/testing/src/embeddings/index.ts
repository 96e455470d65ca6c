export {
  type EmbeddingsRequest,
  EmbeddingsServer,
  type EmbeddingsServerOptions,
  startEmbeddingsServer,
} from './embeddings-server.ts';
export { type EmbeddingsReply, refusesEmbeddings } from './reply.ts';
export { textVector } from './text-vector.ts';
