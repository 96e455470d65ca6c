export type * from './embed/embedder.ts';
export type * from './store/vector-store.ts';
