import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ArtifactSource } from './artifact-store.ts';
import { InvalidArtifactSourceError } from './errors.ts';

/**
 * The bytes of a source. Call it before anything is awaited: a stream that fails while nobody listens would end the
 * process. Throws the source's own error, `InvalidArtifactSourceError`, and the signal's reason as soon as it aborts,
 * even if the source never answers.
 */
export function readSource(source: ArtifactSource, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (source instanceof Readable) source.on('error', () => undefined); // The iterator reports it.
  return interruptible(chunksOf(source), signal);
}

/** Whether a source can be read a second time. */
export function isReplayable(source: ArtifactSource): source is Exclude<ArtifactSource, AsyncIterable<Uint8Array>> {
  return typeof source !== 'object' || !(Symbol.asyncIterator in source);
}

function chunksOf(source: ArtifactSource): AsyncIterable<unknown> {
  if (typeof source === 'string') return single(Buffer.from(source));
  if (source instanceof Uint8Array) return single(source);
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source) return source;
    if (typeof source.path === 'string') return readFile(source.path);
  }
  throw new InvalidArtifactSourceError('it is neither text, bytes, a stream of bytes nor { path }');
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* readFile(path: string): AsyncGenerator<unknown> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    throw new InvalidArtifactSourceError(error instanceof Error ? error.message : String(error), {
      hint: `Check that ${path} is a file that this process may read.`,
      cause: error,
    });
  }
}

async function* interruptible(chunks: AsyncIterable<unknown>, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let interrupt: (reason: unknown) => void = () => undefined;
  const onAbort = (): void => {
    interrupt(signal?.reason);
    if (chunks instanceof Readable) chunks.destroy();
  };
  signal?.addEventListener('abort', onAbort);
  let ended = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await new Promise<IteratorResult<unknown>>((resolve, reject) => {
        interrupt = reject;
        iterator.next().then(resolve, (error: unknown) => {
          ended = true;
          reject(error);
        });
      });
      ended = next.done === true;
      if (ended) return;
      if (!(next.value instanceof Uint8Array)) throw notBytes(next.value);
      yield next.value;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    const left = ended ? undefined : iterator.return?.();
    // One that hangs never answers this either.
    if (signal?.aborted) left?.catch(() => undefined);
    else await left;
  }
}

function notBytes(chunk: unknown): InvalidArtifactSourceError {
  return new InvalidArtifactSourceError(`its stream gave a ${typeof chunk}, not a Uint8Array`, {
    hint: 'A stream with an encoding gives text: read it without one.',
  });
}
