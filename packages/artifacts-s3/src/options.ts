import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { InvalidS3OptionsError } from './errors.ts';

export interface S3ArtifactStoreOptions {
  /** It has to be there already. */
  readonly bucket: string;
  /** What every key begins with, such as `telltale/`. A slash at its end is added. Default: none. */
  readonly prefix?: string;
  /** Default: what the AWS SDK finds (`AWS_REGION`, the shared configuration); `us-east-1` if there is an `endpoint`. */
  readonly region?: string;
  /** The URL of another server that speaks S3's protocol. Default: AWS. */
  readonly endpoint?: string;
  /** Whether the bucket is in the path of a URL and not in its host. Default: `true` if there is an `endpoint`. */
  readonly forcePathStyle?: boolean;
  /** Default: what the AWS SDK finds (environment, shared configuration, the machine's role). */
  readonly credentials?: NonNullable<S3ClientConfig['credentials']>;
  /** A client that is set up already; region, endpoint, path style and credentials are then its own. */
  readonly client?: S3Client;
  /**
   * What is sent in one request, in bytes. Three such parts are in memory for each file that is being stored, and a file
   * has 10,000 at most. Default: 16 MiB, so files can have 156 GiB. At least 5 MiB.
   */
  readonly partBytes?: number;
}

export interface S3Settings extends S3ArtifactStoreOptions {
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  readonly partBytes: number;
}

const MIN_PART_BYTES = 5 * 1024 * 1024;
const DEFAULT_PART_BYTES = 16 * 1024 * 1024;
// A key may have 1,024 bytes, and a location 345.
const MAX_PREFIX_BYTES = 600;
const OF_THE_CLIENT = ['region', 'endpoint', 'forcePathStyle', 'credentials'] as const;

/** The options with their defaults. Throws `InvalidS3OptionsError`. */
export function resolveOptions(options: S3ArtifactStoreOptions): S3Settings {
  const { bucket, prefix = '', endpoint, client, partBytes = DEFAULT_PART_BYTES } = options;
  if (typeof bucket !== 'string' || !/^[A-Za-z0-9._-]{3,255}$/.test(bucket)) {
    throw new InvalidS3OptionsError('bucket', 'has to be the name of a bucket, without a URL or a path');
  }
  if (prefix.startsWith('/') || prefix.includes('//') || Buffer.byteLength(prefix) > MAX_PREFIX_BYTES) {
    throw new InvalidS3OptionsError(
      'prefix',
      `may not begin with a slash, hold two in a row or have over ${MAX_PREFIX_BYTES} bytes`,
    );
  }
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new InvalidS3OptionsError('endpoint', 'has to be a URL that begins with http:// or https://');
  }
  if (!Number.isSafeInteger(partBytes) || partBytes < MIN_PART_BYTES) {
    throw new InvalidS3OptionsError('partBytes', `has to be a whole number, ${MIN_PART_BYTES} or more`);
  }
  const extra = OF_THE_CLIENT.find((name) => client !== undefined && options[name] !== undefined);
  if (extra !== undefined) throw new InvalidS3OptionsError(extra, 'has no effect beside client: set it there');
  return { ...options, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`, partBytes };
}

/** For people: the bucket, and where it is. */
export function describeStore({ bucket, prefix, endpoint }: S3Settings): string {
  const host = endpoint === undefined ? '' : ` at ${new URL(endpoint).host}`;
  return `S3 bucket ${bucket}${host}${prefix === '' ? '' : `, below ${prefix}`}`;
}
