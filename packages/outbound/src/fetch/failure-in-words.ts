import { TelltaleError } from '@telltale/core';
import { OutboundFailedError, OutboundLimitError } from '../errors.ts';

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'broke off the connection',
  EPIPE: 'broke off the connection',
  UND_ERR_SOCKET: 'broke off the connection',
  UND_ERR_CLOSED: 'broke off the connection',
  UND_ERR_CONNECT_TIMEOUT: 'did not answer a call',
  ETIMEDOUT: 'did not answer a call',
  EHOSTUNREACH: 'cannot be reached from this machine',
  ENETUNREACH: 'cannot be reached from this machine',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'sent less than it had announced',
  CERT_HAS_EXPIRED: 'has a certificate that is out of date',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has the certificate of another site',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nobody vouches for',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that nobody vouches for',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that nobody vouches for',
  Z_DATA_ERROR: 'sent compressed data that cannot be read',
  Z_BUF_ERROR: 'broke off in compressed data',
};

/** What a connection failed with, as an error of ours: the network's own texts name sockets and parsers. */
export function failureInWords(host: string, error: unknown): TelltaleError {
  const chain = causesOf(error);
  const own = chain.find((cause) => cause instanceof TelltaleError);
  if (own !== undefined) return own;
  const codes = chain.map(codeOf);
  if (codes.some((code) => code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW')) {
    return new OutboundLimitError(host, `${host} sent headers that are too large.`, {
      hint: 'The site is broken or hostile: use another one.',
      cause: error,
    });
  }
  const known = codes.find((code) => code in IN_WORDS) ?? '';
  const parser = codes.some((code) => code.startsWith('HPE_')) || chain.some(({ name }) => name === 'HTTPParserError');
  const problem = IN_WORDS[known] ?? (parser ? 'sent an answer that is no HTTP' : 'could not be talked to');
  return new OutboundFailedError(host, `${host} ${problem}.`, { cause: error });
}

/** An error, its causes, and the parts of those that have several. */
function causesOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && chain.length < 10; next = next.cause) {
    chain.push(next);
    if (next instanceof AggregateError) chain.push(...next.errors.filter((part) => part instanceof Error));
  }
  return chain;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
