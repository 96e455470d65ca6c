import { TelltaleError } from '@telltale/core';

/** The feed was closed; nobody can subscribe to it any more. */
export class FeedClosedError extends TelltaleError {
  override readonly name = 'FeedClosedError';
  constructor() {
    super('The feed is closed.', { code: 'feed_closed', hint: 'Subscribe before close(), or make a new feed.' });
  }
}
