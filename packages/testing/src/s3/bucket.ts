import { createHash, randomUUID } from 'node:crypto';
import { S3Error } from './s3-error.ts';

export interface S3Object {
  readonly body: Buffer;
  readonly contentType: string;
  readonly etag: string;
}

interface Upload {
  readonly key: string;
  readonly contentType: string;
  readonly parts: Map<number, { readonly body: Buffer; readonly etag: string }>;
}

const MIN_PART_BYTES = 5 * 1024 * 1024;
const MAX_PART_NUMBER = 10_000;

/** What a bucket holds: objects, and uploads in parts that nobody has finished or aborted yet. */
export class Bucket {
  readonly #objects = new Map<string, S3Object>();
  readonly #uploads = new Map<string, Upload>();

  get keys(): readonly string[] {
    return [...this.#objects.keys()];
  }

  get unfinishedKeys(): readonly string[] {
    return [...this.#uploads.values()].map(({ key }) => key);
  }

  find(key: string): S3Object {
    const found = this.#objects.get(key);
    if (found === undefined) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
    return found;
  }

  put(key: string, body: Buffer, contentType: string): S3Object {
    const made = { body, contentType, etag: etagOf(body) };
    this.#objects.set(key, made);
    return made;
  }

  delete(key: string): void {
    this.#objects.delete(key);
  }

  beginUpload(key: string, contentType: string): string {
    const id = randomUUID();
    this.#uploads.set(id, { key, contentType, parts: new Map() });
    return id;
  }

  putPart(id: string, number: number, body: Buffer): string {
    if (!(number >= 1 && number <= MAX_PART_NUMBER))
      throw new S3Error(400, 'InvalidArgument', 'Part number out of range');
    const etag = etagOf(body);
    this.#upload(id).parts.set(number, { body, etag });
    return etag;
  }

  /** `listed`: the parts in the order of their numbers, as the client says that they are. */
  completeUpload(id: string, listed: readonly { readonly number: number; readonly etag: string }[]): S3Object {
    const { key, contentType, parts } = this.#upload(id);
    if (listed.length === 0) throw new S3Error(400, 'MalformedXML', 'You must specify at least one part');
    const bodies = listed.map(({ number, etag }, index) => {
      const part = parts.get(number);
      if (part === undefined || part.etag !== etag) throw new S3Error(400, 'InvalidPart', `Part ${number} is unknown`);
      if (index > 0 && number <= (listed[index - 1]?.number ?? 0)) throw new S3Error(400, 'InvalidPartOrder');
      if (index < listed.length - 1 && part.body.length < MIN_PART_BYTES) throw new S3Error(400, 'EntityTooSmall');
      return part.body;
    });
    this.#uploads.delete(id);
    return this.put(key, Buffer.concat(bodies), contentType);
  }

  abortUpload(id: string): void {
    this.#upload(id);
    this.#uploads.delete(id);
  }

  #upload(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw new S3Error(404, 'NoSuchUpload', 'The specified upload does not exist.');
    return upload;
  }
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}
