import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  ArtifactNotFoundError,
  type ArtifactStore,
  type ByteRange,
  checkRange,
  checkRunId,
  Digest,
  formatArtifactLocation,
  InvalidArtifactSourceError,
  isReplayable,
  type OpenArtifact,
  type PutArtifact,
  parseArtifactLocation,
  readSource,
  resolveRange,
  type StoredArtifact,
} from '@telltale/engine/artifacts';
import { createClient } from './create-client.ts';
import type { NewObject, ObjectAddress } from './multipart-upload.ts';
import { describeStore, resolveOptions, type S3ArtifactStoreOptions, type S3Settings } from './options.ts';
import { Requests } from './requests.ts';
import { copyObject, uploadObject } from './write-object.ts';

// S3 would copy 5 GiB at once, but says nothing until it is done.
const COPY_BYTES = 512 * 1024 * 1024;

/** Keeps files in an S3 bucket, or on any server that speaks its protocol. Throws `InvalidS3OptionsError`. */
export function createS3ArtifactStore(options: S3ArtifactStoreOptions): ArtifactStore {
  const settings = resolveOptions(options);
  return new S3ArtifactStore(settings, settings.client ?? createClient(settings));
}

/** What a file is known by once all of it has been read. */
type Content = Pick<StoredArtifact, 'bytes' | 'sha256'>;

class S3ArtifactStore implements ArtifactStore {
  readonly description: string;
  readonly #settings: S3Settings;
  readonly #client: S3Client;

  constructor(settings: S3Settings, client: S3Client) {
    this.description = describeStore(settings);
    this.#settings = settings;
    this.#client = client;
  }

  async put(artifact: PutArtifact): Promise<StoredArtifact> {
    const { runId, source, signal } = artifact;
    checkRunId(runId);
    const chunks = readSource(source, signal);
    const requests = this.#requests(`store an artifact of run ${runId}`, signal);
    const content = isReplayable(source)
      ? await this.#putReplayable(requests, artifact, chunks)
      : await this.#putStream(requests, artifact, chunks);
    return { location: formatArtifactLocation({ runId, ...content }), ...content };
  }

  async open(location: string, range?: ByteRange): Promise<OpenArtifact> {
    const address = this.#addressOf(location);
    if (range !== undefined) checkRange(location, range);
    const requests = this.#requests(`open artifact ${location}`);
    const Range = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end ?? ''}` };
    const found = await requests.find(new GetObjectCommand({ ...address, ...Range }));
    if (found === null) {
      const whole = await this.stat(location);
      if (range !== undefined && whole !== null) resolveRange(location, range, whole.bytes);
      throw new ArtifactNotFoundError(location, this.description);
    }
    const stream = found.Body as Readable;
    if (range === undefined) return { stream, bytes: found.ContentLength ?? 0, range: null };
    const bytes = Number(found.ContentRange?.split('/')[1]);
    if (Number.isSafeInteger(bytes)) return { stream, bytes, range: resolveRange(location, range, bytes) };
    stream.destroy();
    throw requests.failure({ reason: 'the server ignores ranges', hint: 'Use a server, or a proxy, that knows them.' });
  }

  async stat(location: string): Promise<{ readonly bytes: number } | null> {
    const address = this.#addressOf(location);
    return sizeOf(this.#requests(`look for artifact ${location}`), address);
  }

  async remove(location: string): Promise<void> {
    const address = this.#addressOf(location);
    await this.#requests(`remove artifact ${location}`).send(new DeleteObjectCommand(address));
  }

  async check(): Promise<void> {
    const requests = this.#requests('store anything');
    const probe = this.#temporary();
    await uploadObject(requests, probe, { chunks: readSource('probe'), partBytes: this.#settings.partBytes });
    await sizeOf(requests, probe);
    await requests.send(new DeleteObjectCommand(probe));
  }

  /** What is there already, as it is when a step runs again, is read but not sent. */
  async #putReplayable(requests: Requests, artifact: PutArtifact, chunks: AsyncIterable<Uint8Array>): Promise<Content> {
    const { source, signal } = artifact;
    const digest = new Digest();
    for await (const chunk of chunks) digest.add(chunk);
    const content = digest.finish();
    const object = this.#objectOf(artifact, content);
    if ((await sizeOf(requests, object))?.bytes !== content.bytes) {
      const again = sameAgain(readSource(source, signal), content);
      await uploadObject(requests, object, { chunks: again, partBytes: this.#settings.partBytes });
    }
    return content;
  }

  /** Where a stream belongs is known at its end, so it goes elsewhere first. */
  async #putStream(requests: Requests, artifact: PutArtifact, chunks: AsyncIterable<Uint8Array>): Promise<Content> {
    const digest = new Digest();
    const temporary = { ...this.#temporary(), ...typeOf(artifact) };
    try {
      await uploadObject(requests, temporary, {
        chunks: addedTo(digest, chunks),
        partBytes: this.#settings.partBytes,
      });
      const content = digest.finish();
      const object = this.#objectOf(artifact, content);
      if ((await sizeOf(requests, object))?.bytes !== content.bytes) {
        await copyObject(requests, object, { ...temporary, bytes: content.bytes, pieceBytes: COPY_BYTES });
      }
      return content;
    } finally {
      // Also after a failure: the server may have all of it and only its answer was lost.
      const { Bucket, Key } = temporary;
      await requests.send(new DeleteObjectCommand({ Bucket, Key }), null).catch(() => undefined);
    }
  }

  #requests(task: string, signal?: AbortSignal): Requests {
    return new Requests(this.#client, { store: this.description, task, signal });
  }

  #objectOf(artifact: PutArtifact, { sha256 }: Content): NewObject {
    return { ...this.#addressOf(formatArtifactLocation({ ...artifact, sha256 })), ...typeOf(artifact) };
  }

  #addressOf(location: string): ObjectAddress {
    parseArtifactLocation(location);
    return this.#address(location);
  }

  #temporary(): ObjectAddress {
    return this.#address(`.incoming/${randomUUID()}`);
  }

  #address(name: string): ObjectAddress {
    return { Bucket: this.#settings.bucket, Key: `${this.#settings.prefix}${name}` };
  }
}

async function sizeOf(requests: Requests, { Bucket, Key }: ObjectAddress): Promise<{ readonly bytes: number } | null> {
  const found = await requests.find(new HeadObjectCommand({ Bucket, Key }));
  return found === null ? null : { bytes: found.ContentLength ?? 0 };
}

function typeOf({ contentType }: PutArtifact): { readonly ContentType?: string } {
  return contentType === undefined ? {} : { ContentType: contentType };
}

async function* addedTo(digest: Digest, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    digest.add(chunk);
    yield chunk;
  }
}

/** Throws at the end if the chunks are not what they were when they were read before. */
async function* sameAgain(chunks: AsyncIterable<Uint8Array>, before: Content): AsyncGenerator<Uint8Array> {
  const digest = new Digest();
  yield* addedTo(digest, chunks);
  if (digest.finish().sha256 === before.sha256) return;
  throw new InvalidArtifactSourceError('it changed while it was being stored', {
    hint: 'Store a file when it is complete and nobody writes to it.',
  });
}
