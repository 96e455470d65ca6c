export { Gate, hold } from '../gate.ts';
export type { QdrantOperation } from './operations.ts';
export { type QdrantFault, QdrantServer, type QdrantServerOptions, startQdrantServer } from './qdrant-server.ts';
