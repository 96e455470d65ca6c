export type { S3Object } from './bucket.ts';
export type { S3Operation } from './operations.ts';
export { openS3Server, type S3Fault, S3Server, type S3ServerOptions } from './s3-server.ts';
export type { S3Credentials } from './verify-signature.ts';
