import type { Fault } from '@telltale/api';
import { TelltaleError } from '@telltale/core';

/** A parameter, a header or the body is not as the endpoint takes it. */
export class InvalidRequestError extends TelltaleError {
  override readonly name = 'InvalidRequestError';
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[], options: { readonly cause?: unknown } = {}) {
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
