import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { openLocalEmbedder } from './local-embedder.ts';
import { ModelThread } from './model-thread.ts';

const { signal } = new AbortController();
const threads: ModelThread[] = [];
const embedder = openLocalEmbedder({
  startThread: () => {
    const thread = new ModelThread();
    threads.push(thread);
    return thread;
  },
});

afterAll(() => embedder.close());

const product = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  [...(a ?? [])].reduce((sum, value, index) => sum + value * (b?.[index] ?? 0), 0);

describe('the local embedder', () => {
  test('starts nothing before the first text', async () => {
    expect(await embedder.embed([], { signal })).toEqual([]);
    expect(threads).toHaveLength(0);
  });

  test('puts texts that mean the same near to each other', async () => {
    const [cat, kitten, economy] = await embedder.embed(
      ['A cat sleeps on the sofa.', 'The kitten is napping on the couch.', 'Inflation worries the central bank.'],
      { signal },
    );
    expect(embedder.space).toEqual({ model: 'use-lite-en', dimensions: 512 });
    expect(cat).toHaveLength(512);
    expect(product(cat, cat)).toBeCloseTo(1, 5);
    expect(product(cat, kitten)).toBeGreaterThan(product(cat, economy) + 0.2);
  });

  test('keeps the order of more texts than one call of the model takes, and its one thread', async () => {
    const texts = Array.from({ length: embedder.batchSize + 3 }, (_, index) => `Number ${index % 3} of many.`);
    const vectors = await embedder.embed(texts, { signal });
    expect(vectors).toHaveLength(texts.length);
    expect(product(vectors[0], vectors.at(-1))).toBeCloseTo(1, 4);
    expect(product(vectors[0], vectors.at(-2))).toBeLessThan(0.999);
    expect(threads).toHaveLength(1);
  });

  test('refuses an empty text', async () => {
    await expect(embedder.embed([''], { signal })).rejects.toMatchObject({ code: 'embedding_failed' });
  });

  test('stops between two batches when the signal aborts', async () => {
    const stop = new AbortController();
    const texts = Array.from({ length: 50 * embedder.batchSize }, () => 'Again.');
    const embedding = embedder.embed(texts, { signal: stop.signal });
    const refused = expect(embedding).rejects.toThrow('enough');
    stop.abort(new Error('enough'));
    await refused;
  });

  test('fails when its thread dies, and starts another one for the next texts', async () => {
    const embedding = embedder.embed(['Hello.'], { signal });
    const refused = expect(embedding).rejects.toMatchObject({ code: 'embedding_failed', retryable: true });
    await threads[0]?.stop();
    await refused;
    expect(await embedder.embed(['Hello.'], { signal })).toHaveLength(1);
    expect(threads).toHaveLength(2);
  });

  test('that is closed refuses what it has in hand and what comes later', async () => {
    const own = openLocalEmbedder();
    const refused = expect(own.embed(['Hello.'], { signal })).rejects.toThrow('it was closed');
    await own.close();
    await refused;
    await expect(own.embed(['Hello.'], { signal })).rejects.toThrow('it was closed');
  });

  test('says why its thread could not work', async () => {
    const broken = openLocalEmbedder({ startThread: () => new ModelThread('data:text/javascript,process.exit(3)') });
    onTestFinished(() => broken.close());
    await expect(broken.embed(['Hello.'], { signal })).rejects.toThrow('exit code 3');
  });
});
