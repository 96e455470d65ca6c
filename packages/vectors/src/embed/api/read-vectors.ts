import { z } from 'zod';
import { EmbeddingError } from '../../errors.ts';

const ANSWER = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()).min(1) })),
});

/** The vectors of an answer in the order of their texts, whatever the order of the answer. */
export function readVectors(description: string, answer: unknown, count: number): readonly (readonly number[])[] {
  const read = ANSWER.safeParse(answer);
  if (!read.success) {
    const hint = 'Check the base URL and the model: the answer is not one of an embeddings API.';
    throw new EmbeddingError(description, 'its answer holds no vectors', { hint });
  }
  const byIndex = new Map(read.data.data.map(({ index, embedding }) => [index, embedding]));
  const vectors = Array.from({ length: count }, (_, index) => byIndex.get(index) ?? null).filter(
    (each) => each !== null,
  );
  if (vectors.length === count && read.data.data.length === count) return vectors;
  const problem = `${count} texts were sent, and vectors came for ${vectors.length} of them`;
  throw new EmbeddingError(description, problem, { hint: 'Send it fewer texts at a time.', retryable: true });
}
