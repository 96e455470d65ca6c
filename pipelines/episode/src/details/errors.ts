import { TelltaleError } from '@telltale/core';

interface Why {
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** Where an episode should be, nothing can be read. Nobody guesses from its address what it may have been. */
export class EpisodeUnreachableError extends TelltaleError {
  override readonly name = 'EpisodeUnreachableError';
  constructor(url: string, why: string, options: Why = {}) {
    super(`${url} cannot be read: ${why}.`, {
      code: 'episode_unreachable',
      hint: 'Open the address in a browser. If it works there, submit the feed or the audio file instead.',
      details: { url },
      ...options,
    });
  }
}

/** What an address leads to is not about one episode of a podcast. */
export class NotAnEpisodeError extends TelltaleError {
  override readonly name = 'NotAnEpisodeError';
  constructor(url: string, what: string, options: Why = {}) {
    super(`${url} is not the page of a podcast episode: ${what}.`, {
      code: 'not_an_episode',
      hint: 'Submit the page of one episode, its audio file, or the feed of the podcast.',
      details: { url },
      ...options,
    });
  }
}

/** Not even a title was found. */
export class DetailsNotFoundError extends TelltaleError {
  override readonly name = 'DetailsNotFoundError';
  constructor(url: string, why: string, options: Why = {}) {
    super(`What episode ${url} is about could not be found out: ${why}.`, {
      code: 'details_not_found',
      hint: 'Submit the feed of the podcast or the audio file instead, or configure a language model that looks further.',
      details: { url },
      ...options,
    });
  }
}
