import { TelltaleError } from '@telltale/core';

/** A directory of podcasts did not answer as it should. */
export class IndexFailedError extends TelltaleError {
  override readonly name = 'IndexFailedError';
  constructor(index: string, why: string, { hint = 'Try again later.', retryable = true, cause }: IndexFailure = {}) {
    super(`${index} ${why}.`, { code: 'index_failed', hint, retryable, details: { index }, cause });
  }
}

interface IndexFailure {
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** A setting names a directory of podcasts that there is not. */
export class IndexNameError extends TelltaleError {
  override readonly name = 'IndexNameError';
  constructor(name: string, known: readonly string[]) {
    super(`There is no podcast index "${name}".`, {
      code: 'index_name_invalid',
      hint: `Name one of ${known.join(', ')}, or several of them with commas between.`,
      details: { name },
    });
  }
}
