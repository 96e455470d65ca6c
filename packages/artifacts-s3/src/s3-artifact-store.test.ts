import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { artifactStoreConformance } from '@telltale/testing/artifact-store-conformance';
import { openS3Server, type S3Operation, type S3Server } from '@telltale/testing/s3';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { S3ArtifactStoreOptions } from './options.ts';
import { createS3ArtifactStore } from './s3-artifact-store.ts';

const RUN = 'episode-x-run-1';
const MIB = 1024 * 1024;
const partBytes = 5 * MIB;

let server: S3Server;
let onRequest: (operation: S3Operation, key: string) => void;

beforeEach(async () => {
  onRequest = () => undefined;
  server = await openS3Server({ onRequest: (operation, key) => onRequest(operation, key) });
});

afterEach(() => server.close());

function makeStore(options: Partial<S3ArtifactStoreOptions> = {}) {
  const { bucket, endpoint, credentials } = server;
  return createS3ArtifactStore({ bucket, endpoint, credentials, partBytes, ...options });
}

artifactStoreConformance('the S3 store', async () => ({
  store: makeStore({ prefix: 'a b/ü' }),
  contents: async () => server.contents,
}));

async function* streamOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

describe('what is sent', () => {
  test('a small file goes to its place in one request', async () => {
    const { location } = await makeStore().put({ runId: RUN, source: 'x' });
    expect(server.requests).toEqual(['HeadObject', 'PutObject']);
    expect(server.contents).toEqual([location]);
  });

  test('a large file goes to its place in parts', async () => {
    const source = randomBytes(12 * MIB);
    const { location } = await makeStore().put({ runId: RUN, source });
    expect(server.requests.toSorted()).toEqual([
      'CompleteMultipartUpload',
      'CreateMultipartUpload',
      'HeadObject',
      'UploadPart',
      'UploadPart',
      'UploadPart',
    ]);
    expect(server.object(location).body.equals(source)).toBe(true);
  });

  test('what is there already is not sent again', async () => {
    const store = makeStore();
    await store.put({ runId: RUN, source: 'x' });
    server.requests.length = 0;
    await store.put({ runId: RUN, source: 'x' });
    expect(server.requests).toEqual(['HeadObject']);
  });

  test('a stream is copied to its place by the server', async () => {
    const { location } = await makeStore().put({ runId: RUN, source: streamOf(randomBytes(6 * MIB)) });
    expect(server.requests.slice(-4)).toEqual(['CompleteMultipartUpload', 'HeadObject', 'CopyObject', 'DeleteObject']);
    expect(server.contents).toEqual([location]);
  });

  test.each([
    ['a small file', 'x'],
    ['a large file', randomBytes(6 * MIB)],
    ['a small stream', () => streamOf(Buffer.from('x'))],
    ['a large stream', () => streamOf(randomBytes(6 * MIB))],
  ])('the type of %s is kept', async (_what, source) => {
    const { location } = await makeStore().put({
      runId: RUN,
      contentType: 'audio/mpeg',
      source: typeof source === 'function' ? source() : source,
    });
    expect(server.object(location).contentType).toBe('audio/mpeg');
  });

  test('keys begin with the prefix', async () => {
    const { location } = await makeStore({ prefix: 'telltale' }).put({ runId: RUN, source: 'x' });
    expect(server.contents).toEqual([`telltale/${location}`]);
  });

  test('a client that is set up already is used', async () => {
    const client = new S3Client({ ...server, forcePathStyle: true, endpoint: server.endpoint });
    const store = createS3ArtifactStore({ bucket: server.bucket, client });
    const { location } = await store.put({ runId: RUN, source: 'x' });
    expect(server.contents).toEqual([location]);
  });
});

describe('what is left after a failure', () => {
  const large = () => randomBytes(22 * MIB);

  test.each<S3Operation>(['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'CopyObject'])(
    'nothing of a stream, if %s fails',
    async (operation) => {
      server.fail(operation, { status: 403, code: 'AccessDenied' });
      await expect(makeStore().put({ runId: RUN, source: streamOf(large()) })).rejects.toMatchObject({
        code: 'artifact_store_failed',
      });
      expect(server.contents).toEqual([]);
    },
  );

  test.each<S3Operation>(['UploadPart', 'CompleteMultipartUpload'])(
    'nothing of a file, if %s fails',
    async (operation) => {
      server.fail(operation, { status: 403, code: 'AccessDenied' });
      await expect(makeStore().put({ runId: RUN, source: large() })).rejects.toMatchObject({
        code: 'artifact_store_failed',
      });
      expect(server.contents).toEqual([]);
    },
  );

  test.each<S3Operation>(['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'HeadObject'])(
    'nothing of a stream, if it is aborted in %s',
    async (operation) => {
      const controller = new AbortController();
      const reason = new Error('cancelled');
      onRequest = (requested) => requested === operation && controller.abort(reason);
      const source = streamOf(large());
      await expect(makeStore().put({ runId: RUN, source, signal: controller.signal })).rejects.toBe(reason);
      expect(server.contents).toEqual([]);
    },
  );

  test('at most the whole file, if it is aborted when the last request is on its way', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    onRequest = (requested) => requested === 'CopyObject' && controller.abort(reason);
    const source = large();
    const put = makeStore().put({ runId: RUN, source: streamOf(source), signal: controller.signal });
    await expect(put).rejects.toBe(reason);
    expect(server.contents.map((key) => server.object(key).body.equals(source))).toEqual([true]);
  });

  test('a file that changes while it is stored is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-artifact-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'growing');
    await writeFile(path, 'first');
    const changed = Promise.withResolvers<void>();
    onRequest = (operation) => operation === 'HeadObject' && changed.resolve(writeFile(path, 'other'));
    server.fail('HeadObject', { status: 503, code: 'SlowDown' }, { times: 1 });
    await expect(makeStore().put({ runId: RUN, source: { path } })).rejects.toMatchObject({
      code: 'artifact_source_invalid',
      message: expect.stringContaining('it changed while it was being stored'),
    });
    await changed.promise;
    expect(server.contents).toEqual([]);
  });

  test('a failure that passes is not noticed', async () => {
    const source = large();
    server.fail('UploadPart', 'disconnect', { times: 1 });
    server.fail('CompleteMultipartUpload', { status: 500, code: 'InternalError' }, { times: 2 });
    const { location } = await makeStore().put({ runId: RUN, source });
    expect(server.object(location).body.equals(source)).toBe(true);
  });
});

describe('what people are told', () => {
  test.each<[string, { status: number; code: string }, string, boolean]>([
    ['no permission', { status: 403, code: 'AccessDenied' }, 'access is denied', false],
    ['an expired token', { status: 400, code: 'ExpiredToken' }, 'the credentials have expired', false],
    ['another region', { status: 301, code: 'PermanentRedirect' }, 'the bucket is in another region', false],
    ['a wrong clock', { status: 403, code: 'RequestTimeTooSkewed' }, "this machine's clock differs", false],
    ['too much to do', { status: 503, code: 'SlowDown' }, 'the server is overloaded', true],
    ['an error of its own', { status: 500, code: 'InternalError' }, 'the server is overloaded or has an error', true],
    ['a full disk', { status: 507, code: 'XMinioStorageFull' }, "the server's disk is full", true],
    [
      'something else',
      { status: 400, code: 'InvalidStorageClass' },
      'the server refuses it with InvalidStorageClass (400)',
      false,
    ],
  ])('%s', async (_what, fault, reason, retryable) => {
    server.fail('PutObject', { ...fault, message: 'What the server says.' });
    const { bucket, credentials, region, endpoint } = server;
    // Once: the SDK waits seconds before it asks a server again that has said SlowDown.
    const client = new S3Client({ credentials, region, endpoint, forcePathStyle: true, maxAttempts: 1 });
    const store = createS3ArtifactStore({ bucket, client });
    await expect(store.put({ runId: RUN, source: 'x' })).rejects.toMatchObject({
      code: 'artifact_store_failed',
      message: expect.stringContaining(
        `The artifact store (S3 bucket bucket) cannot store an artifact of run ${RUN}: ${reason}`,
      ),
      retryable,
      hint: expect.stringMatching(/\.$/),
      cause: { name: fault.code, message: 'What the server says. (request test-request)' },
    });
    await expect(store.check()).rejects.toMatchObject({ message: expect.stringContaining(reason), retryable });
  });

  test('a bucket that is not there', async () => {
    const store = makeStore({ bucket: 'nowhere' });
    const failure = { code: 'artifact_store_failed', message: expect.stringContaining('the bucket does not exist') };
    await expect(store.check()).rejects.toMatchObject(failure);
    await expect(store.put({ runId: RUN, source: 'x' })).rejects.toMatchObject(failure);
    await expect(store.open(`${RUN}/${'0'.repeat(64)}`)).rejects.toMatchObject(failure);
  });

  test.each([
    ['a wrong key', { accessKeyId: 'OTHER' }],
    ['a wrong secret', { secretAccessKey: 'wrong' }],
  ])('%s, and none of it', async (_what, wrong) => {
    const credentials = { ...server.credentials, ...wrong };
    const error: unknown = await makeStore({ credentials })
      .check()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'artifact_store_failed',
      message: expect.stringContaining('the credentials are not accepted'),
      retryable: false,
    });
    const { message, hint, details, cause } = error as Error & { hint: string; details: object };
    const said = JSON.stringify([message, hint, details, String(cause), { ...(cause as object) }]);
    expect(said).not.toContain(credentials.accessKeyId);
    expect(said).not.toContain(credentials.secretAccessKey);
  });

  test('no server', async () => {
    const store = makeStore();
    await server.close();
    await expect(store.check()).rejects.toMatchObject({
      code: 'artifact_store_failed',
      message: expect.stringContaining('the server cannot be reached (ECONNREFUSED)'),
      retryable: true,
    });
  });

  test('a server that ends the connection', async () => {
    server.fail('GetObject', 'disconnect');
    await expect(makeStore().open(`${RUN}/${'0'.repeat(64)}`)).rejects.toMatchObject({
      code: 'artifact_store_failed',
      message: expect.stringContaining('the server cannot be reached (ECONNRESET)'),
      retryable: true,
    });
  });

  test('a server that falls silent', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const client = new S3Client({
      region: server.region,
      credentials: server.credentials,
      endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      forcePathStyle: true,
      maxAttempts: 1,
      requestHandler: { socketTimeout: 100 },
    });
    const store = createS3ArtifactStore({ bucket: server.bucket, client });
    await expect(store.check()).rejects.toMatchObject({
      code: 'artifact_store_failed',
      message: expect.stringContaining('the server does not answer'),
      retryable: true,
    });
  });

  test('what the SDK itself refuses', async () => {
    const { credentials, bucket } = server;
    const client = new S3Client({ credentials, region: async () => 'no region' });
    await expect(createS3ArtifactStore({ bucket, client }).check()).rejects.toMatchObject({
      code: 'artifact_store_failed',
      message: expect.stringContaining('Region not accepted'),
      retryable: false,
    });
  });

  test('where it is, without what an endpoint says of users', () => {
    expect(makeStore({ endpoint: 'https://me:secret@s3.example:9000/', prefix: 'a' }).description).toBe(
      'S3 bucket bucket at s3.example:9000, below a/',
    );
    expect(createS3ArtifactStore({ bucket: 'recordings', region: 'eu-central-1' }).description).toBe(
      'S3 bucket recordings',
    );
  });
});
