import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { resolveOptions, type S3ArtifactStoreOptions } from './options.ts';

test('a prefix ends with a slash', () => {
  expect(resolveOptions({ bucket: 'abc' })).toMatchObject({ prefix: '' });
  expect(resolveOptions({ bucket: 'abc', prefix: 'a' })).toMatchObject({ prefix: 'a/' });
  expect(resolveOptions({ bucket: 'abc', prefix: 'a/b/' })).toMatchObject({ prefix: 'a/b/' });
});

test.each<[string, Partial<S3ArtifactStoreOptions>]>([
  ['bucket', { bucket: '' }],
  ['bucket', { bucket: 's3://abc' }],
  ['bucket', { bucket: 'abc/def' }],
  ['prefix', { prefix: '/a' }],
  ['prefix', { prefix: 'a//b' }],
  ['prefix', { prefix: 'ü'.repeat(301) }],
  ['endpoint', { endpoint: 'localhost:9000' }],
  ['endpoint', { endpoint: 'ftp://host' }],
  ['partBytes', { partBytes: 5 * 1024 * 1024 - 1 }],
  ['partBytes', { partBytes: Number.NaN }],
  ['region', { region: 'x', client: new S3Client({ region: 'x' }) }],
])('%s is refused: %o', (option, wrong) => {
  expect(() => resolveOptions({ bucket: 'abc', ...wrong })).toThrow(
    expect.objectContaining({ code: 's3_options_invalid', details: { option } }),
  );
});
