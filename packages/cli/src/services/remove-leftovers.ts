import type { Parts } from './parts.ts';

/** Removes, again and again, what deleted episodes left outside of the database, and uploads that nobody wants. For processes with a worker. */
export async function removeLeftovers({
  episodes,
  logger,
}: Pick<Parts, 'episodes' | 'logger'>): Promise<AsyncDisposable> {
  const { keepRemoving } = await import('@telltale/episode');
  return keepRemoving(episodes.library, {
    onLeft: (left) => {
      const { kind, key, attempts, lastError } = left[0] ?? {};
      logger.warn(
        { left: left.length, kind, key, attempts, lastError },
        'could not remove all of deleted episodes yet',
      );
    },
    onError: (error) => logger.warn({ error }, 'could not remove what nobody needs any more'),
  });
}
