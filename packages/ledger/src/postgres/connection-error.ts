import { DatabaseUnreachableError } from '../errors.ts';

/** Why a connection failed, as the end of the sentence "The database at … cannot be used: …". */
interface Explanation {
  readonly reason: string;
  readonly hint: string;
  readonly retryable: boolean;
}

const ADDRESS = 'Check host and port, and that Postgres runs there.';
const TLS = 'Check the sslmode of the URL and the certificate of the server.';
const WAIT = 'Try again in a moment.';

/** By Node's error code or Postgres' SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: { reason: 'nothing listens on that port', hint: ADDRESS, retryable: true },
  ENOTFOUND: { reason: 'there is no host of that name', hint: ADDRESS, retryable: false },
  EAI_AGAIN: {
    reason: 'the name of the host could not be looked up',
    hint: 'Check the network and its DNS.',
    retryable: true,
  },
  ENOENT: { reason: 'there is no such Unix socket', hint: ADDRESS, retryable: true },
  EHOSTUNREACH: { reason: 'there is no route to the host', hint: ADDRESS, retryable: true },
  ENETUNREACH: { reason: 'there is no route to the host', hint: ADDRESS, retryable: true },
  ETIMEDOUT: { reason: 'the host did not answer in time', hint: ADDRESS, retryable: true },
  ECONNRESET: { reason: 'the connection was cut', hint: WAIT, retryable: true },
  EPIPE: { reason: 'the connection was cut', hint: WAIT, retryable: true },
  ERR_INVALID_URL: {
    reason: 'the URL is not a valid one',
    hint: 'Write it as postgres://user:password@host:5432/database, with special characters percent-encoded.',
    retryable: false,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { reason: 'its TLS certificate is self-signed', hint: TLS, retryable: false },
  SELF_SIGNED_CERT_IN_CHAIN: { reason: 'its TLS certificate is self-signed', hint: TLS, retryable: false },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { reason: 'its TLS certificate cannot be verified', hint: TLS, retryable: false },
  CERT_HAS_EXPIRED: { reason: 'its TLS certificate has expired', hint: TLS, retryable: false },
  ERR_TLS_CERT_ALTNAME_INVALID: { reason: 'its TLS certificate is for another host', hint: TLS, retryable: false },
  POOL_ENDED: {
    reason: 'this process has closed its connections',
    hint: 'Nothing is wrong with the database; whatever still ran when its pool was ended cannot go on.',
    retryable: false,
  },
  '28P01': {
    reason: 'the password is wrong or missing, or there is no such user',
    hint: 'Check user and password.',
    retryable: false,
  },
  '28000': {
    reason: 'the server does not let this user in from here',
    hint: 'Check the user, and pg_hba.conf on the server.',
    retryable: false,
  },
  '3D000': {
    reason: 'there is no database of that name on the server',
    hint: 'Create it, or correct the name.',
    retryable: false,
  },
  '53300': {
    reason: 'the server has no connection left',
    hint: 'Close idle clients, or raise max_connections.',
    retryable: true,
  },
  '53100': { reason: 'its disk is full', hint: 'Make room there.', retryable: true },
  '25006': {
    reason: 'it is read-only',
    hint: 'It is a standby, or was switched over: point the URL at the primary.',
    retryable: true,
  },
  '57P01': { reason: 'the server closed the connection', hint: WAIT, retryable: true },
  '57P02': { reason: 'the server crashed and restarts', hint: WAIT, retryable: true },
  '57P03': { reason: 'the server is starting up or shutting down', hint: WAIT, retryable: true },
};

/** The driver's own errors carry no code. */
const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/timeout/i, 'ETIMEDOUT'],
  [/after calling end on the pool/i, 'POOL_ENDED'],
  [/Connection terminated|not queryable|Connection ended/i, 'ECONNRESET'],
];

/**
 * The typed error for a connection that could not be made or was lost, or a database that takes nothing at present, in
 * words for people; `null` when `cause` is something else. `target` comes from `describeTarget` or `describeDatabase`,
 * which never name a password.
 */
export function connectionError(target: string, cause: unknown): DatabaseUnreachableError | null {
  const explanation = explain(cause);
  return explanation === null ? null : new DatabaseUnreachableError(target, cause, explanation);
}

/** `connectionError` where a connection was being made: whatever came instead is one, too. */
export function failedConnection(target: string, cause: unknown): DatabaseUnreachableError {
  return connectionError(target, cause) ?? new DatabaseUnreachableError(target, cause);
}

function explain(cause: unknown): Explanation | null {
  if (!(cause instanceof Error)) return null;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  if (code !== null) return EXPLANATIONS[code] ?? null;
  // Node tries every address of a host and reports them together.
  if (cause instanceof AggregateError) return explain(cause.errors[0]);
  if (/server does not support SSL/i.test(cause.message)) {
    return {
      reason: 'the server does not speak TLS',
      hint: 'Leave sslmode out of the URL, or turn TLS on in the server.',
      retryable: false,
    };
  }
  const known = MESSAGES.find(([pattern]) => pattern.test(cause.message));
  return known === undefined ? null : (EXPLANATIONS[known[1]] ?? null);
}
