import { ArtifactStoreError } from '@telltale/engine/artifacts';

/** What the SDK throws: a `name` that is S3's code, the status of the answer if there was one, a system's `code` if not. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

interface Told {
  readonly reason: string;
  readonly hint: string;
  readonly retryable?: boolean;
}

const FORBIDDEN: Told = {
  reason: 'access is denied',
  hint: 'The credentials need s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload on the objects, and s3:ListBucket on the bucket, without which S3 says "denied" of what is only missing.',
};
const WRONG_KEY: Told = {
  reason: 'the credentials are not accepted',
  hint: 'Check access key and secret, and that they belong to this endpoint.',
};
const EXPIRED: Told = { reason: 'the credentials have expired', hint: 'Renew them; a role does so by itself.' };
const ELSEWHERE: Told = {
  reason: 'the bucket is in another region, or at another endpoint',
  hint: 'Set region to the one that the bucket was made in.',
};
const BUSY: Told = {
  reason: 'the server is overloaded or has an error of its own',
  hint: 'It can be tried again later.',
  retryable: true,
};

const BY_NAME: Readonly<Record<string, Told>> = {
  AccessDenied: FORBIDDEN,
  NoSuchBucket: { reason: 'the bucket does not exist', hint: 'Create it, or correct bucket, region or endpoint.' },
  InvalidAccessKeyId: WRONG_KEY,
  SignatureDoesNotMatch: WRONG_KEY,
  InvalidToken: WRONG_KEY,
  ExpiredToken: EXPIRED,
  TokenRefreshRequired: EXPIRED,
  CredentialsProviderError: {
    reason: 'there are no credentials',
    hint: 'Give credentials to createS3ArtifactStore, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role.',
  },
  AuthorizationHeaderMalformed: ELSEWHERE,
  PermanentRedirect: ELSEWHERE,
  TemporaryRedirect: ELSEWHERE,
  RequestTimeTooSkewed: {
    reason: "this machine's clock differs too much from the server's",
    hint: 'Set the clock of this machine.',
  },
  NoSuchUpload: {
    reason: 'the upload was removed under way',
    hint: 'Store the file again. A lifecycle rule that aborts uploads has to leave them enough time.',
    retryable: true,
  },
  QuotaExceeded: { reason: 'the quota is used up', hint: 'Make room or raise the quota.', retryable: true },
  XMinioStorageFull: { reason: "the server's disk is full", hint: 'Make room on the server.', retryable: true },
};

/** What the SDK threw, as an error for people; `task` goes on from "cannot". */
export function toStoreError(store: string, task: string, error: unknown): ArtifactStoreError {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const { reason, hint, retryable = false } = told(thrown);
  return new ArtifactStoreError(store, task, { reason, hint, retryable, cause: plain(thrown) });
}

function told(error: SdkError): Told {
  const known = BY_NAME[error.name];
  if (known !== undefined) return known;
  const status = error.$metadata?.httpStatusCode;
  if (status === 403) return FORBIDDEN;
  if (status === 301 || status === 307) return ELSEWHERE;
  if (status === 429 || (status ?? 0) >= 500) return BUSY;
  if (status !== undefined) {
    return {
      reason: `the server refuses it with ${error.name} (${status})`,
      hint: 'The cause has what the server said.',
    };
  }
  if (typeof error.code === 'string') return unreachable(`the server cannot be reached (${error.code})`);
  if (error.name === 'TimeoutError') return unreachable('the server does not answer');
  // The SDK itself refuses, for want of a region, say.
  return { reason: error.message.replace(/\.$/, ''), hint: 'Check the options of createS3ArtifactStore.' };
}

function unreachable(reason: string): Told {
  return {
    reason,
    hint: 'Check endpoint, region and network. It can be tried again later.',
    retryable: true,
  };
}

/** The SDK's error without what hangs on it: the answer as it came, and parts of the signed request. */
function plain({ name, message, $metadata }: SdkError): Error {
  const request = $metadata?.requestId === undefined ? '' : ` (request ${$metadata.requestId})`;
  const cause = new Error(`${message.slice(0, 500)}${request}`);
  cause.name = name;
  return cause;
}
