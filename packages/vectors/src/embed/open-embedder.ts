import { type EmbeddingsApiOptions, openEmbeddingsApi } from './api/embeddings-api.ts';
import type { Embedder } from './embedder.ts';
import { openLocalEmbedder } from './local/local-embedder.ts';

export interface EmbedderSettings {
  /** The service to ask. Default, also `null`: none, so the model on this machine is used. */
  readonly api?: EmbeddingsApiOptions | null;
}

/** The embedder that is configured, else the one that needs nothing; its `description` says which. Throws `EmbeddingError`. */
export async function openEmbedder({ api = null }: EmbedderSettings = {}): Promise<Embedder> {
  return api === null ? openLocalEmbedder() : await openEmbeddingsApi(api);
}
