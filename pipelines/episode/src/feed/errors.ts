import { TelltaleError } from '@telltale/core';

export type FeedProblem =
  | 'locked'
  | 'missing'
  | 'refused'
  | 'unreachable'
  | 'too-large'
  | 'no-feed'
  | 'broken'
  | 'empty';

const HINTS: Readonly<Record<FeedProblem, string>> = {
  locked: 'Give the address of a feed that needs no password, or upload the audio file itself.',
  missing: 'Look up the feed’s new address on the podcast’s page, and submit that.',
  refused:
    'Open the address in a browser. If it works there, the site turns programs away: upload the audio file itself.',
  unreachable: 'Check the address, and that this machine has a connection; try again later.',
  'too-large': 'Submit the page or the audio of one episode instead.',
  'no-feed':
    'Give the address of the feed itself (RSS, Atom or JSON Feed); a page of an episode is submitted as an episode.',
  broken: 'Tell the publisher, or submit the page or the audio of one episode instead.',
  empty: 'Submit the page or the audio of an episode instead.',
};

/** A feed cannot be used. `details.problem` says in a word why. */
export class FeedUnreadableError extends TelltaleError {
  override readonly name = 'FeedUnreadableError';
  readonly problem: FeedProblem;
  constructor(
    url: string,
    problem: FeedProblem,
    why: string,
    { hint = HINTS[problem], retryable = false, cause }: FeedFailure = {},
  ) {
    super(`The feed ${url} cannot be read: ${why}.`, {
      code: 'feed_unreadable',
      hint,
      retryable,
      details: { url, problem },
      cause,
    });
    this.problem = problem;
  }
}

interface FeedFailure {
  readonly hint?: string | undefined;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** A feed has no episode with that guid. */
export class FeedEntryMissingError extends TelltaleError {
  override readonly name = 'FeedEntryMissingError';
  constructor(url: string, guid: string) {
    super(`The feed ${url} has no episode with the guid ${guid}.`, {
      code: 'feed_entry_missing',
      hint: 'Feeds drop old episodes: submit the page or the audio of this one.',
      details: { url, guid },
    });
  }
}
