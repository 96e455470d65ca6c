import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { LOOPBACK, LoopbackServer } from '../http/loopback-server.ts';
import { Bucket, type S3Object } from './bucket.ts';
import { OPERATIONS, operationOf, type S3Answer, type S3Operation } from './operations.ts';
import { S3Error } from './s3-error.ts';
import { type S3Credentials, verifySignature } from './verify-signature.ts';
import { toXml } from './xml.ts';

/** A refusal with one of S3's codes, or the end of the connection without an answer. */
export type S3Fault = { readonly status: number; readonly code: string; readonly message?: string } | 'disconnect';

export interface S3ServerOptions {
  /** Default: `bucket`. */
  readonly bucket?: string;
  /** Called before each request is carried out. */
  readonly onRequest?: (operation: S3Operation, key: string) => void;
}

/**
 * One bucket in memory that speaks as much of S3's protocol as a store of files needs: objects, ranges, copies, uploads
 * in parts, with signatures checked. What it doesn't know it refuses (`NotImplemented`). Made by `openS3Server`.
 */
export class S3Server implements AsyncDisposable {
  readonly region = 'us-east-1';
  readonly credentials: S3Credentials = { accessKeyId: 'TESTKEYID', secretAccessKey: 'test/secret' };
  readonly bucket: string;
  /** What was asked for since the server was made, requests that were refused included. */
  readonly requests: S3Operation[] = [];
  readonly #bucket = new Bucket();
  readonly #faults = new Map<S3Operation, { readonly fault: S3Fault; left: number }>();
  readonly #onRequest: S3ServerOptions['onRequest'];
  readonly #server = new LoopbackServer((request, response) => this.#serve(request, response));

  constructor({ bucket = 'bucket', onRequest }: S3ServerOptions = {}) {
    this.bucket = bucket;
    this.#onRequest = onRequest;
  }

  /** Clients have to use path style: the bucket is the first part of the path. */
  get endpoint(): string {
    return `http://${LOOPBACK}:${this.#server.port}`;
  }

  /** The keys of all objects, and of all uploads that were neither completed nor aborted. */
  get contents(): readonly string[] {
    return [...this.#bucket.keys, ...this.#bucket.unfinishedKeys.map((key) => `${key} (unfinished)`)];
  }

  /** Throws if there is none. */
  object(key: string): S3Object {
    return this.#bucket.find(key);
  }

  /** The next requests for `operation` fail. Default: all of them, for good. */
  fail(operation: S3Operation, fault: S3Fault, { times = Number.POSITIVE_INFINITY } = {}): void {
    this.#faults.set(operation, { fault, left: times });
  }

  listen(): Promise<void> {
    return this.#server.listen();
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await buffer(request);
      const answer = this.#answer(request, body);
      if (answer === 'disconnect') response.destroy();
      else send(response, answer);
    } catch (error) {
      if (!(error instanceof S3Error)) return void response.destroy(); // The client went away.
      const xml = toXml('Error', { Code: error.code, Message: error.message, RequestId: 'test-request' });
      const told = request.method === 'HEAD' ? {} : { body: xml };
      send(response, { status: error.status, headers: { 'content-type': 'application/xml' }, ...told });
    }
  }

  #answer(request: IncomingMessage, body: Buffer): S3Answer | 'disconnect' {
    const { method = 'GET', url = '/', headers } = request;
    const { pathname, searchParams: query } = new URL(url, this.endpoint);
    const [bucketName = '', ...segments] = pathname.slice(1).split('/').map(decodeURIComponent);
    const key = segments.join('/');
    const operation = operationOf(method, query, headers);
    this.requests.push(operation);
    this.#onRequest?.(operation, key);

    const fault = this.#takeFault(operation);
    if (fault === 'disconnect') return fault;
    if (fault !== null) throw new S3Error(fault.status, fault.code, fault.message);
    verifySignature(request, body, this.credentials);
    if (bucketName !== this.bucket) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
    if (Buffer.byteLength(key) > 1024) throw new S3Error(400, 'KeyTooLongError', 'Your key is too long');
    return OPERATIONS[operation]({ bucket: this.#bucket, bucketName, key, query, headers, body });
  }

  #takeFault(operation: S3Operation): S3Fault | null {
    const planned = this.#faults.get(operation);
    if (planned === undefined || planned.left === 0) return null;
    planned.left -= 1;
    return planned.fault;
  }
}

export async function openS3Server(options?: S3ServerOptions): Promise<S3Server> {
  const server = new S3Server(options);
  await server.listen();
  return server;
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: S3Answer): void {
  response.writeHead(status, {
    'content-length': Buffer.byteLength(body),
    ...headers,
    'x-amz-request-id': 'test-request',
  });
  response.end(body);
}
