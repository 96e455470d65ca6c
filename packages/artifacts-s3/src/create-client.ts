import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Settings } from './options.ts';

const CONNECT_MS = 10_000;
// Without it a server that falls silent holds a run for ever. It also ends a download that nobody has read from for so long.
const SILENCE_MS = 60_000;

export function createClient({ region, endpoint, forcePathStyle, credentials }: S3Settings): S3Client {
  const config: S3ClientConfig = {
    // Every body is signed with its SHA-256 as it is. More checksums are what servers other than AWS stumble over.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpoint === undefined ? {} : { endpoint, region: 'us-east-1', forcePathStyle: true }),
    ...(region === undefined ? {} : { region }),
    ...(forcePathStyle === undefined ? {} : { forcePathStyle }),
  };
  return new S3Client(config);
}
