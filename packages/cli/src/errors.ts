import { TelltaleError } from '@telltale/core';

/** The command was given something that it cannot take. */
export class UsageError extends TelltaleError {
  override readonly name = 'UsageError';
  constructor(message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, { code: 'usage_invalid', ...options });
  }
}
