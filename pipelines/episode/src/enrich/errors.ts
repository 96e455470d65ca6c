import { TelltaleError } from '@telltale/core';

/** Entities are to be looked up, and there is nowhere to look. */
export class LookupMissingError extends TelltaleError {
  override readonly name = 'LookupMissingError';
  constructor() {
    super('There is nowhere to look entities up: neither MusicBrainz nor Wikidata is configured.', {
      code: 'lookup_missing',
      hint: 'Set wikidata.enabled or musicbrainz.url, start the server and its workers again, and then try again.',
    });
  }
}
