/** What makes vectors out of texts, so that texts that mean the same are near to each other. */
export interface Embedder {
  /** What its vectors can be compared by: those of another model, or of other dimensions, mean nothing beside them. */
  readonly space: VectorSpace;
  /** For people: `USE-lite on this machine (English)`, `text-embedding-3-small at api.openai.com`. Never credentials. */
  readonly description: string;
  /** ISO 639-1 codes of the languages that it was made for; `null`: many. */
  readonly languages: readonly string[] | null;
  /** Most texts of one call; `embed` itself takes any number, and calls as often as it must. */
  readonly batchSize: number;
  /** One vector of length 1 for each text, in their order. Empty texts are refused. Throws `EmbeddingError`. */
  embed(texts: readonly string[], options: { readonly signal: AbortSignal }): Promise<readonly Float32Array[]>;
  /** Lets go of what it holds (a thread, a model in memory). */
  close(): Promise<void>;
}

/** Vectors of one space can be compared with each other. */
export interface VectorSpace {
  /** `use-lite-en`, `text-embedding-3-small`. */
  readonly model: string;
  readonly dimensions: number;
}
