import { formatDuration, TelltaleError } from '@telltale/core';

/** Wikidata gave no answer, or one that cannot be used. `waitMs`: what it asks to wait before the next question. */
export class WikidataError extends TelltaleError {
  override readonly name = 'WikidataError';
  readonly waitMs: number | null;
  constructor(
    why: string,
    options: { readonly waitMs?: number; readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    const { waitMs = null, hint = 'Try again later.', cause } = options;
    super(`Wikidata could not be asked: ${why}.`, { code: 'lookup_failed', hint, retryable: true, cause });
    this.waitMs = waitMs;
  }
}

/** Wikidata is asked too much, by whomever. */
export function wikidataBusy(waitMs: number): WikidataError {
  return new WikidataError(`it wants to be left alone for ${formatDuration(waitMs)}`, { waitMs });
}
