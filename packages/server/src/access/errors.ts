import type { Role } from '@telltale/api';
import { TelltaleError } from '@telltale/core';

/** Others can reach the server, and none of them could log in. */
export class TokensMissingError extends TelltaleError {
  override readonly name = 'TokensMissingError';
  constructor(hostname: string) {
    super(
      `The server does not start on ${hostname}: whoever uses it has to log in, and there is no operator token yet.`,
      {
        code: 'tokens_missing',
        hint: 'Make one with: telltale token create NAME --role operator',
        details: { hostname },
      },
    );
  }
}

export class InvalidAllowedHostError extends TelltaleError {
  override readonly name = 'InvalidAllowedHostError';
  constructor(host: string) {
    super(`${JSON.stringify(host.slice(0, 100))} is not a host that the server could answer for.`, {
      code: 'allowed_host_invalid',
      hint: 'Write a name or an address, with a port or without one, such as telltale.example or 10.0.0.7:8080.',
    });
  }
}

/** The request names a host that this server does not answer for. */
export class HostForeignError extends TelltaleError {
  override readonly name = 'HostForeignError';
  constructor(host: string) {
    super(`This server does not answer for the host ${JSON.stringify(host.slice(0, 100))}.`, {
      code: 'host_foreign',
      hint: 'If it is right, start the server with --allowed-host and that name.',
    });
  }
}

/** A browser sent the request for a page of another site. */
export class OriginForeignError extends TelltaleError {
  override readonly name = 'OriginForeignError';
  constructor() {
    super('This request comes from a page of another site, or does not say from which page it comes.', {
      code: 'origin_foreign',
      hint: 'Programs send a token as "Authorization: Bearer TOKEN", and neither a cookie nor an Origin header.',
    });
  }
}

export class TokenInvalidError extends TelltaleError {
  override readonly name = 'TokenInvalidError';
  constructor() {
    super('This token is wrong, has expired or was revoked.', {
      code: 'token_invalid',
      hint: 'Check that all of it was copied; "telltale token list" shows which tokens are live.',
    });
  }
}

export class TooManyAttemptsError extends TelltaleError {
  override readonly name = 'TooManyAttemptsError';
  readonly waitSeconds: number;
  constructor(waitMs: number) {
    const waitSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
    super('Too many wrong tokens came from this address.', {
      code: 'too_many_attempts',
      hint: `Try again in ${waitSeconds} s.`,
      retryable: true,
      details: { waitSeconds },
    });
    this.waitSeconds = waitSeconds;
  }
}

/** Nobody knows who asks. */
export class UnauthenticatedError extends TelltaleError {
  override readonly name = 'UnauthenticatedError';
  constructor() {
    super('This server wants to know who asks.', {
      code: 'unauthenticated',
      hint: 'Send a token as "Authorization: Bearer TOKEN", or log in at /login.',
    });
  }
}

export class ForbiddenError extends TelltaleError {
  override readonly name = 'ForbiddenError';
  constructor(name: string, required: Role) {
    super(`The token ${JSON.stringify(name)} may not do this: it takes the role ${required}.`, {
      code: 'forbidden',
      hint: `Use a token with the role ${required}.`,
      details: { role: required },
    });
  }
}

export class BodyTooLargeError extends TelltaleError {
  override readonly name = 'BodyTooLargeError';
  constructor(maxBytes: number) {
    super('The body of this request is too large.', {
      code: 'body_too_large',
      hint: `Send ${maxBytes} bytes at most. Large inputs belong into a file or behind a URL that the input names.`,
      details: { maxBytes },
    });
  }
}
