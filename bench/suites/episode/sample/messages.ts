import type { Figures } from '../../../harness/case.ts';

/** What a worker's process is given, as JSON. */
export interface SampleOrder {
  readonly url: string;
  readonly folder: string;
}

export type FromSampleProcess =
  | { type: 'ready' }
  /** An episode can be searched. In ms: `total` from its submission on, and each step by its name. */
  | { type: 'made'; figures: Figures };

export type ToSampleProcess = { type: 'make'; page: string } | { type: 'stop' };
