import { TelltaleError } from '@telltale/core';

/** One thing that is wrong with a request: where, and what was expected. */
export interface RequestFault {
  /** The name of the parameter, header or field, `steps[2].url`; empty for the body as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A parameter, a header or the body is not as the endpoint takes it. */
export class InvalidRequestError extends TelltaleError {
  override readonly name = 'InvalidRequestError';
  readonly faults: readonly RequestFault[];
  constructor(faults: readonly RequestFault[], options: { readonly cause?: unknown } = {}) {
    const list = faults.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
    super(`This request cannot be understood: ${list}.`, {
      code: 'request_invalid',
      hint: 'Correct what is named; /api/docs tells what this address takes.',
      ...options,
    });
    this.faults = faults;
  }
}

export class UnsupportedContentTypeError extends TelltaleError {
  override readonly name = 'UnsupportedContentTypeError';
  constructor() {
    super('The body of this request is not marked as JSON.', {
      code: 'content_type_unsupported',
      hint: 'Send it as JSON, with the header Content-Type: application/json.',
    });
  }
}

export class AddressNotFoundError extends TelltaleError {
  override readonly name = 'AddressNotFoundError';
  constructor() {
    super('There is nothing at this address.', {
      code: 'not_found',
      hint: 'Check it against /api/docs, which lists every address.',
    });
  }
}

export class MethodNotAllowedError extends TelltaleError {
  override readonly name = 'MethodNotAllowedError';
  constructor(method: string, allowed: readonly string[]) {
    super(`This address does not take ${method.slice(0, 20)}, but ${allowed.join(', ')}.`, {
      code: 'method_not_allowed',
      hint: 'Use one of those; /api/docs tells what each does.',
    });
  }
}

/** The database said nothing for so long that the caller is told, whatever becomes of the query. */
export class DatabaseSilentError extends TelltaleError {
  override readonly name = 'DatabaseSilentError';
  constructor(timeoutMs: number) {
    super(`The database did not answer within ${timeoutMs} ms.`, {
      code: 'database_unreachable',
      hint: 'Check the network between here and the database.',
      retryable: true,
    });
  }
}
