import { startEmbeddingsServer } from '@telltale/testing/embeddings';
import { expect, onTestFinished, test } from 'vitest';
import { openEmbedder } from './open-embedder.ts';

test('openEmbedder takes the service that is configured', async () => {
  const server = await startEmbeddingsServer({ dimensions: 4 });
  onTestFinished(() => server.close());
  const embedder = await openEmbedder({ api: { baseUrl: server.url, model: 'some-model' } });
  expect(embedder.space).toEqual({ model: 'some-model', dimensions: 4 });
  expect(embedder.description).toBe(`some-model at ${new URL(server.url).host}`);
});

test('openEmbedder takes the model on this machine where none is', async () => {
  const embedder = await openEmbedder({ api: null });
  onTestFinished(() => embedder.close());
  expect(embedder).toMatchObject({ description: 'USE-lite on this machine (English)', languages: ['en'] });
});
