import { TelltaleError } from '@telltale/core';

/** A token that is not revoked has this name already. */
export class TokenNameTakenError extends TelltaleError {
  override readonly name = 'TokenNameTakenError';
  constructor(name: string) {
    super(`There is a token named ${JSON.stringify(name)} already.`, {
      code: 'token_name_taken',
      hint: 'Choose another name, or revoke that token first.',
      details: { name },
    });
  }
}

export class TokenNotFoundError extends TelltaleError {
  override readonly name = 'TokenNotFoundError';
  constructor(nameOrId: string) {
    const shown = shorten(nameOrId);
    super(`No token that could be revoked has the name or the id ${JSON.stringify(shown)}.`, {
      code: 'token_not_found',
      hint: 'The list of tokens has the name and the id of each.',
      details: { token: shown },
    });
  }
}

/** A name, a role or an end that no token can have. */
export class InvalidTokenError extends TelltaleError {
  override readonly name = 'InvalidTokenError';
  constructor(field: 'name' | 'role' | 'expiresAt', expected: string) {
    super(`This token cannot be made: its ${field} has to be ${expected}.`, {
      code: 'token_option_invalid',
      details: { field },
    });
  }
}

function shorten(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 97)}…`;
}
