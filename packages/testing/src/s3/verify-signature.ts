import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.ts';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)\/(?<scope>[^,]+), ?SignedHeaders=(?<names>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$/;

/**
 * Checks a request as S3 does: its signature (version 4, in the header), and that its body is the one that was signed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verifySignature(request: IncomingMessage, body: Buffer, credentials: S3Credentials): void {
  const { id, scope, names, signature } = AUTHORIZATION.exec(request.headers.authorization ?? '')?.groups ?? {};
  if (id === undefined || scope === undefined || names === undefined || signature === undefined) {
    throw new S3Error(403, 'AccessDenied', 'Access Denied');
  }
  if (id !== credentials.accessKeyId) {
    throw new S3Error(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  }
  const payload = String(request.headers['x-amz-content-sha256']);
  const canonical = canonicalRequest(request, names, payload);
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${credentials.secretAccessKey}`);
  if (!timingSafeEqual(Buffer.from(signature, 'hex'), hmac(key, toSign))) {
    throw new S3Error(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match yours.');
  }
  if (payload !== sha256(body)) {
    throw new S3Error(400, 'XAmzContentSHA256Mismatch', 'The body is not the one that was signed.');
  }
}

function canonicalRequest(request: IncomingMessage, names: string, payload: string): string {
  const { pathname, search } = new URL(request.url ?? '/', 'http://host');
  const query = search.slice(1).split('&').filter(Boolean).sort();
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`);
  return [
    request.method,
    pathname,
    query.map((pair) => (pair.includes('=') ? pair : `${pair}=`)).join('&'),
    headers.join(''),
    names,
    payload,
  ].join('\n');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
