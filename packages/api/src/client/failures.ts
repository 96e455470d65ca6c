import { ApiError } from './api-error.ts';

/** Without an address it is the server that the page came from. */
function serverAt(url: string): string {
  return url === '' ? 'The Telltale server' : `The Telltale server at ${url}`;
}

/** No answer, or only the beginning of one. */
export function unreachable(url: string, cause: unknown): ApiError {
  return new ApiError(`${serverAt(url)} cannot be reached: ${reason(cause)}.`, {
    code: 'server_unreachable',
    status: null,
    hint: `Is it running? Start it with "telltale start"${url === '' ? '.' : ', or give --server.'}`,
    cause,
  });
}

/** Nothing came for so long. */
export function silent(url: string, limitMs: number): ApiError {
  return new ApiError(`${serverAt(url)} has not answered for ${limitMs / 1000} s.`, {
    code: 'server_silent',
    status: null,
    hint: 'It may be overloaded, or the network be cut: try again. "telltale doctor" tells more.',
  });
}

/** An answer that a Telltale server does not give. `what` goes on from "answered". */
export function notUnderstood(
  url: string,
  what: string,
  told: { readonly status: number; readonly hint?: string; readonly retryAfterMs?: number | null },
): ApiError {
  return new ApiError(`${url === '' ? 'The server' : url} answered ${what}.`, {
    code: 'answer_not_understood',
    hint:
      url === ''
        ? 'It may be starting again, or a proxy answers in its place. Try again; then load the page anew.'
        : 'Check that this is the address of a Telltale server of this version, and that no proxy answers in its place.',
    ...told,
  });
}

/** A request that need not be sent to be known as wrong. */
export function invalidRequest(path: string, message: string): ApiError {
  return new ApiError(`This request cannot be sent: ${path} ${message}.`, {
    code: 'request_invalid',
    status: 400,
    hint: 'Correct what is named. Nothing was sent.',
    faults: [{ path, message }],
  });
}

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up',
  ECONNRESET: 'the connection was lost',
  UND_ERR_SOCKET: 'the connection was lost',
  ETIMEDOUT: 'the network does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the network does not answer',
};

/** Why a request failed: Node has it in the error's cause, a browser tells nobody. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (IN_WORDS[code] !== undefined) return IN_WORDS[code];
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0]);
  if (error.cause !== undefined) return reason(error.cause);
  return error.message.replace(/\.$/, '') || 'the network failed';
}
