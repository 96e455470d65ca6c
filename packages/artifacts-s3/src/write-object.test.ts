import { randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { openS3Server, type S3Server } from '@telltale/testing/s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from './create-client.ts';
import { resolveOptions } from './options.ts';
import { Requests } from './requests.ts';
import { copyObject } from './write-object.ts';

const MIB = 1024 * 1024;
const from = { Bucket: 'bucket', Key: 'from/ü +&.mp3' };
const to = { Bucket: 'bucket', Key: 'to' };

let server: S3Server;
let requests: Requests;

beforeEach(async () => {
  server = await openS3Server();
  const { bucket, endpoint, credentials } = server;
  requests = new Requests(createClient(resolveOptions({ bucket, endpoint, credentials })), {
    store: 'S3',
    task: 'copy',
  });
});

afterEach(() => server.close());

test.each([
  [11 * MIB, 5 * MIB, ['UploadPartCopy', 'UploadPartCopy', 'UploadPartCopy']],
  [10 * MIB, 5 * MIB, ['UploadPartCopy', 'UploadPartCopy']],
  [10 * MIB, 10 * MIB, ['CopyObject']],
  [0, 5 * MIB, ['CopyObject']],
])('%i bytes in pieces of %i are copied whole', async (bytes, pieceBytes, expected) => {
  const Body = randomBytes(bytes);
  await requests.send(new PutObjectCommand({ ...from, Body }));
  await copyObject(requests, to, { ...from, bytes, pieceBytes });
  expect(server.object('to').body.equals(Body)).toBe(true);
  expect(server.requests.filter((name) => name.includes('Copy'))).toEqual(expected);
});

test('a copy that fails half-way leaves nothing', async () => {
  await requests.send(new PutObjectCommand({ ...from, Body: randomBytes(11 * MIB) }));
  server.fail('UploadPartCopy', { status: 403, code: 'AccessDenied' });
  await expect(copyObject(requests, to, { ...from, bytes: 11 * MIB, pieceBytes: 5 * MIB })).rejects.toMatchObject({
    code: 'artifact_store_failed',
  });
  expect(server.contents).toEqual([from.Key]);
});
