/** What the thread of the local model is asked. */
export interface ThreadRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

/** What it answers: all vectors one after the other, or why there are none. */
export type ThreadAnswer =
  | { readonly id: number; readonly vectors: Float32Array<ArrayBuffer> }
  | { readonly id: number; readonly problem: string };
