import type { IncomingMessage } from 'node:http';
import type { Bucket, S3Object } from './bucket.ts';
import { S3Error } from './s3-error.ts';
import { elements, toXml } from './xml.ts';

export interface S3Request {
  readonly bucket: Bucket;
  readonly bucketName: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Buffer;
}

export type S3Operation =
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload'
  | 'CopyObject'
  | 'CreateMultipartUpload'
  | 'DeleteObject'
  | 'GetObject'
  | 'HeadObject'
  | 'PutObject'
  | 'UploadPart'
  | 'UploadPartCopy';

/** What a request asks for: S3 tells its operations apart by method, query and one header. */
export function operationOf(method: string, query: URLSearchParams, headers: S3Request['headers']): S3Operation {
  const copies = headers['x-amz-copy-source'] !== undefined;
  const inUpload = query.has('uploadId');
  switch (method) {
    case 'PUT':
      if (inUpload) return copies ? 'UploadPartCopy' : 'UploadPart';
      return copies ? 'CopyObject' : 'PutObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      if (inUpload) return 'CompleteMultipartUpload';
      break;
    case 'DELETE':
      return inUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'GET':
      return 'GetObject';
    case 'HEAD':
      return 'HeadObject';
  }
  throw new S3Error(501, 'NotImplemented', `This server knows no ${method} of this kind.`);
}

export const OPERATIONS: Readonly<Record<S3Operation, (request: S3Request) => S3Answer>> = {
  PutObject: ({ bucket, key, headers, body }) => ({
    status: 200,
    headers: { etag: bucket.put(key, body, headers['content-type'] ?? 'application/octet-stream').etag },
  }),
  HeadObject: ({ bucket, key }) => {
    const found = bucket.find(key);
    return { status: 200, headers: { ...describe(found), 'content-length': found.body.length } };
  },
  GetObject: ({ bucket, key, headers }) => {
    const found = bucket.find(key);
    const { length } = found.body;
    const range = headers.range === undefined ? null : resolve(headers.range, length);
    if (range === null) return { status: 200, headers: describe(found), body: found.body };
    return {
      status: 206,
      headers: { ...describe(found), 'content-range': `bytes ${range.start}-${range.end}/${length}` },
      body: found.body.subarray(range.start, range.end + 1),
    };
  },
  DeleteObject: ({ bucket, key }) => {
    bucket.delete(key);
    return { status: 204 };
  },
  CopyObject: (request) => {
    const source = copySource(request);
    const { etag } = request.bucket.put(request.key, source.body, source.contentType);
    return { status: 200, body: toXml('CopyObjectResult', { ETag: etag }) };
  },
  CreateMultipartUpload: ({ bucket, bucketName, key, headers }) => ({
    status: 200,
    body: toXml('InitiateMultipartUploadResult', {
      Bucket: bucketName,
      Key: key,
      UploadId: bucket.beginUpload(key, headers['content-type'] ?? 'application/octet-stream'),
    }),
  }),
  UploadPart: ({ bucket, query, body }) => ({
    status: 200,
    headers: { etag: bucket.putPart(query.get('uploadId') ?? '', Number(query.get('partNumber')), body) },
  }),
  UploadPartCopy: (request) => {
    const { bucket, query, headers } = request;
    const { body } = copySource(request);
    const { start, end } = resolve(String(headers['x-amz-copy-source-range'] ?? 'bytes=0-'), body.length);
    const part = body.subarray(start, end + 1);
    const etag = bucket.putPart(query.get('uploadId') ?? '', Number(query.get('partNumber')), part);
    return { status: 200, body: toXml('CopyPartResult', { ETag: etag }) };
  },
  CompleteMultipartUpload: ({ bucket, bucketName, key, query, body }) => {
    const parts = elements(String(body), 'Part').map((part) => ({
      number: Number(elements(part, 'PartNumber')[0]),
      etag: elements(part, 'ETag')[0] ?? '',
    }));
    const { etag } = bucket.completeUpload(query.get('uploadId') ?? '', parts);
    return { status: 200, body: toXml('CompleteMultipartUploadResult', { Bucket: bucketName, Key: key, ETag: etag }) };
  },
  AbortMultipartUpload: ({ bucket, query }) => {
    bucket.abortUpload(query.get('uploadId') ?? '');
    return { status: 204 };
  },
};

function describe({ contentType, etag }: S3Object): Record<string, string> {
  return { 'content-type': contentType, etag, 'accept-ranges': 'bytes' };
}

function copySource({ bucket, bucketName, headers }: S3Request): S3Object {
  const source = decodeURIComponent(String(headers['x-amz-copy-source'])).replace(/^\//, '');
  if (!source.startsWith(`${bucketName}/`)) throw new S3Error(403, 'AccessDenied', 'Access Denied');
  return bucket.find(source.slice(bucketName.length + 1));
}

function resolve(range: string, length: number): { readonly start: number; readonly end: number } {
  const [, first, last] = /^bytes=([0-9]+)-([0-9]*)$/.exec(range) ?? [];
  const start = Number(first);
  if (first === undefined || start >= length)
    throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable');
  return { start, end: last === '' ? length - 1 : Math.min(Number(last), length - 1) };
}
