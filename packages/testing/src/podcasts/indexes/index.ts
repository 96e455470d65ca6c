import type { Site } from '../../web/index.ts';
import { answerAsApple } from './apple.ts';
import type { CatalogueEpisode } from './catalogue.ts';
import { answerAsFyyd } from './fyyd.ts';
import { type Misbehaviour, misbehave, type StandInName } from './misbehaviour.ts';
import { answerAsPodcastindex, type PodcastindexKey } from './podcastindex.ts';

export type { CatalogueEpisode } from './catalogue.ts';
export type { Misbehaviour, StandInName } from './misbehaviour.ts';
export type { PodcastindexKey } from './podcastindex.ts';

export interface PodcastIndexesOptions {
  /** What they know. A test may add to it. */
  readonly catalogue?: readonly CatalogueEpisode[];
  /** The only token that fyyd takes. Default: none. */
  readonly fyydKey?: string;
  /** Default: `key` and `secret`. */
  readonly podcastindex?: PodcastindexKey;
}

/** Stand-ins of the podcast indexes, as sites of `startSites`: they speak as the real ones do. */
export class PodcastIndexes {
  readonly catalogue: CatalogueEpisode[];
  /** For `startSites({ extra })`: their hosts are `apple.test`, `fyyd.test` and `podcastindex.test`. */
  readonly sites: Readonly<Record<'apple' | 'fyyd' | 'podcastindex', Site>>;
  readonly #misbehaving = new Map<StandInName, Misbehaviour>();

  constructor({
    catalogue = [],
    fyydKey,
    podcastindex = { key: 'key', secret: 'secret' },
  }: PodcastIndexesOptions = {}) {
    this.catalogue = [...catalogue];
    this.sites = {
      apple: this.#site('apple_podcasts', (visit) => answerAsApple(this.catalogue, visit)),
      fyyd: this.#site('fyyd', (visit) => answerAsFyyd(this.catalogue, visit, fyydKey)),
      podcastindex: this.#site('podcastindex', (visit) => answerAsPodcastindex(this.catalogue, visit, podcastindex)),
    };
  }

  /** From now on an index answers so, whatever it is asked; `null`: as it should. */
  behave(name: StandInName, how: Misbehaviour | null): void {
    if (how === null) this.#misbehaving.delete(name);
    else this.#misbehaving.set(name, how);
  }

  #site(name: StandInName, answer: Site): Site {
    return (visit) => {
      const how = this.#misbehaving.get(name);
      return how === undefined ? answer(visit) : misbehave(name, how, visit);
    };
  }
}
