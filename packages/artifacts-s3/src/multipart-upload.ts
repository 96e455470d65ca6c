import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
} from '@aws-sdk/client-s3';
import type { Requests } from './requests.ts';

/** Where an object is. */
export interface ObjectAddress {
  readonly Bucket: string;
  readonly Key: string;
}

/** An object that is to be made. */
export interface NewObject extends ObjectAddress {
  /** MIME type. */
  readonly ContentType?: string;
}

/** What a part is sent with. */
export interface PartAddress extends ObjectAddress {
  readonly UploadId: string;
  readonly PartNumber: number;
}

// One on its way while the next one fills would leave the line idle between them.
const LANES = 2;
const MAX_PARTS = 10_000;

/**
 * An object that is sent in parts. Nothing of it can be seen before `complete`; after a failure of any kind it is
 * `abort` that leaves nothing behind, for S3 keeps the parts, and charges for them, until it is told to.
 */
export class MultipartUpload {
  readonly #requests: Requests;
  readonly #upload: ObjectAddress & { readonly UploadId: string };
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #done: { readonly PartNumber: number; readonly ETag: string }[] = [];
  /** Those on their way, and those that failed. */
  readonly #sending = new Set<Promise<void>>();
  #count = 0;

  private constructor(requests: Requests, upload: ObjectAddress & { readonly UploadId: string }) {
    this.#requests = requests;
    this.#upload = upload;
    const { signal } = requests;
    this.#signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }

  static async begin(requests: Requests, object: NewObject): Promise<MultipartUpload> {
    // Without the signal: an upload whose id never arrived could not be aborted.
    const { UploadId = '' } = await requests.send(new CreateMultipartUploadCommand({ ...object }), null);
    return new MultipartUpload(requests, { Bucket: object.Bucket, Key: object.Key, UploadId });
  }

  /** Resolves when the next part may come. `send` gives the part's ETag. Throws if an earlier part has failed. */
  async add(send: (part: PartAddress, signal: AbortSignal) => Promise<string | undefined>): Promise<void> {
    if (this.#sending.size >= LANES) await Promise.race(this.#sending);
    this.#count += 1;
    if (this.#count > MAX_PARTS) {
      throw this.#requests.failure({
        reason: `the file has more than ${MAX_PARTS} parts`,
        hint: 'Raise partBytes: S3 takes no more parts than that.',
      });
    }
    const PartNumber = this.#count;
    const sending: Promise<void> = send({ ...this.#upload, PartNumber }, this.#signal).then((ETag = '') => {
      this.#done.push({ PartNumber, ETag });
      this.#sending.delete(sending);
    });
    sending.catch(() => undefined); // The next `add` or `complete` throws it.
    this.#sending.add(sending);
  }

  async complete(): Promise<void> {
    await Promise.all(this.#sending);
    const Parts = this.#done.toSorted((a, b) => a.PartNumber - b.PartNumber);
    await this.#requests.send(new CompleteMultipartUploadCommand({ ...this.#upload, MultipartUpload: { Parts } }));
  }

  /** Never rejects: why the upload failed matters more. Ends what is on its way first, for a part that comes later stays. */
  async abort(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#sending);
    await this.#requests.send(new AbortMultipartUploadCommand(this.#upload), null).catch(() => undefined);
  }
}
