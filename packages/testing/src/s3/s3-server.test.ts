import { expect, test } from 'vitest';
import { Bucket } from './bucket.ts';
import { openS3Server } from './s3-server.ts';

const MIB = 1024 * 1024;

test('a request without a signature is refused', async () => {
  await using server = await openS3Server();
  const answer = await fetch(`${server.endpoint}/${server.bucket}/a`, { method: 'PUT', body: 'x' });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
  expect(server.contents).toEqual([]);
});

test('what the server does not know is refused', async () => {
  await using server = await openS3Server();
  const answer = await fetch(`${server.endpoint}/${server.bucket}/a?acl`, { method: 'POST' });
  expect(answer.status).toBe(501);
});

test('an upload needs parts that it knows, in order and of 5 MiB at least', () => {
  const bucket = new Bucket();
  const id = bucket.beginUpload('a', 'text/plain');
  const parts = [5 * MIB, 5 * MIB - 1, 1].map((bytes, index) => ({
    number: index + 1,
    etag: bucket.putPart(id, index + 1, Buffer.alloc(bytes)),
  }));
  const [full, short, last] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]];
  const refused = (...listed: typeof parts) => {
    try {
      bucket.completeUpload(id, listed);
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(refused()).toBe('MalformedXML');
  expect(refused(full, short, last)).toBe('EntityTooSmall');
  expect(refused({ number: 1, etag: last.etag })).toBe('InvalidPart');
  expect(refused({ number: 4, etag: last.etag })).toBe('InvalidPart');
  expect(refused(last, full)).toBe('EntityTooSmall');
  expect(refused(full, full)).toBe('InvalidPartOrder');
  expect(bucket.unfinishedKeys).toEqual(['a']);
  expect(bucket.completeUpload(id, [full, last]).body).toHaveLength(5 * MIB + 1);
  expect(bucket.unfinishedKeys).toEqual([]);
  expect(refused(full)).toBe('NoSuchUpload');
});
