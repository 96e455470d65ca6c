import { TelltaleError } from '@telltale/core';
import type { ClientErrorCode, ErrorCodeName } from '../errors.ts';

/** One thing that is wrong with a request or an input. */
export interface Fault {
  /** `limit`, `steps[2].url`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export interface ApiErrorOptions {
  /** Of `ERROR_CODES` and `CLIENT_ERROR_CODES`, or one that only a newer server has. */
  readonly code: ErrorCodeName | ClientErrorCode | (string & {});
  /** The HTTP status; `null` if no answer came. */
  readonly status: number | null;
  readonly hint?: string;
  readonly details?: ApiError['details'];
  readonly faults?: readonly Fault[];
  /** When the server wants to be asked again, in ms from now. Default: it has not said. */
  readonly retryAfterMs?: number | null;
  /** Default: as the status says. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** What every call of the client fails with, unless its signal aborts: then it is the signal's reason. */
export class ApiError extends TelltaleError {
  override readonly name = 'ApiError';
  /** The HTTP status of the answer; `null` if none came. */
  readonly status: number | null;
  /** What is wrong with the request or the input, piece by piece; empty for all other errors. */
  readonly faults: readonly Fault[];
  /** When the server wants to be asked again, in ms from then; `null` if it has not said. */
  readonly retryAfterMs: number | null;
  constructor(message: string, { status, faults = [], retryAfterMs = null, ...options }: ApiErrorOptions) {
    super(message, { retryable: isTransient(status), ...options });
    this.status = status;
    this.faults = faults;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer, too many requests, or a server in trouble; but 501 lasts. */
function isTransient(status: number | null): boolean {
  return status === null || status === 429 || (status >= 500 && status !== 501);
}
