import { TelltaleError } from '@telltale/core';

/** The agent has ended in good order, and says that it could not do what it was asked. */
export class BrowseFailedError extends TelltaleError {
  override readonly name = 'BrowseFailedError';
  constructor(message: string) {
    super(`The agent could not do it: ${message}`, {
      code: 'browse_failed',
      hint: 'See its moves with "telltale trace", then submit the task in other words, with a URL to begin at, or with more time.',
    });
  }
}
