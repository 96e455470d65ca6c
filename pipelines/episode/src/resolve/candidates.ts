import type { Step } from '@telltale/engine';
import { type MusicBrainz, type MusicBrainzCandidate, MusicBrainzError } from '../enrich/index.ts';
import type { FoundName, FoundType } from './read-found.ts';

export interface FoundCandidates {
  /** By name. */
  readonly candidates: ReadonlyMap<string, readonly MusicBrainzCandidate[]>;
  /** Whether MusicBrainz answered; `null`: it was not asked. A text says why it did not. */
  readonly musicbrainz: true | string | null;
}

const NOT_ASKED: FoundCandidates = { candidates: new Map(), musicbrainz: null };

/** What MusicBrainz has by names. That it is away is told, and no reason to stop: the names are there without it. */
export class Candidates {
  readonly #step: Step;
  readonly #musicbrainz: MusicBrainz | null;
  #isAway = false;

  constructor(step: Step, musicbrainz: MusicBrainz | null) {
    this.#step = step;
    this.#musicbrainz = musicbrainz;
  }

  async find(type: FoundType, names: readonly FoundName[]): Promise<FoundCandidates> {
    const { musicbrainzTable: table, musicbrainzFilter: filter } = type;
    const musicbrainz = this.#musicbrainz;
    // Each type would wait anew for a server that does not answer.
    if (musicbrainz === null || table === null || this.#isAway) return NOT_ASKED;
    try {
      const candidates = await this.#step.action(
        'musicbrainz',
        { table, filter, names: names.length },
        () => musicbrainz.candidates({ table, filter, names: names.map(({ name }) => name) }),
        { output: (found) => ({ names: found.size }) },
      );
      return { candidates, musicbrainz: true };
    } catch (error) {
      if (!(error instanceof MusicBrainzError)) throw error;
      this.#isAway = error.retryable;
      this.#step.tried({ source: 'MusicBrainz', outcome: 'error', note: error.message });
      this.#step.log(`${error.message} It goes on without.`, { hint: error.hint }, 'warn');
      return { candidates: new Map(), musicbrainz: error.message };
    }
  }
}
