import { createHash } from 'node:crypto';
import { definePipeline } from '@telltale/engine';
import { chooseEntities } from './choose-entities.ts';
import { type Enriched, type EnrichServices, enrichEntities } from './enrich-entities.ts';
import { LookupMissingError } from './errors.ts';
import { type EnrichInput, enrichInput } from './input.ts';
import { forgetOldAnswers } from './wikidata/remembered.ts';

export interface CreateEnrichOptions {
  /** Gives what entities are looked up with. Called by each step; what it throws is why it fails. */
  readonly services: () => Promise<EnrichServices>;
}

/** What a run of `enrich` gives back. */
export interface EnrichResult extends Enriched {
  /** How many more there are that a further run would look up. */
  readonly left: number;
}

/**
 * The pipeline that finds out, in the background, what entities are in Wikidata. A run of it is as slow as Wikidata wants to be
 * asked, and a worker has one at a time. Those that were chosen stay the same, however often the run is interrupted.
 */
export function createEnrich({ services }: CreateEnrichOptions) {
  return definePipeline({
    name: 'enrich',
    version: '1',
    input: enrichInput,
    subject: subjectOf,
    title: titleOf,
    steps: ['choose', 'enrich'],
    queue: { workerConcurrency: 1 },
    async run({ step, input }): Promise<EnrichResult> {
      const { entityIds, left } = await step('choose', async () => {
        const { pool, musicbrainz, wikidata } = await services();
        if (musicbrainz === null && wikidata === null) throw new LookupMissingError();
        await forgetOldAnswers(pool);
        return await chooseEntities(pool, input);
      });
      const enriched = await step('enrich', async (s) => await enrichEntities(s, await services(), entityIds));
      return { ...enriched, left };
    },
  });
}

/** Runs for different entities can be in flight at once: those of two episodes must not be taken for one. */
function subjectOf(input: EnrichInput): string {
  if (!('entityIds' in input)) return 'all';
  const ids = [...new Set(input.entityIds)].sort((a, b) => a - b);
  return createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 16);
}

function titleOf(input: EnrichInput): string {
  if (!('entityIds' in input)) return input.retryFailed ? 'all, those that failed as well' : 'all that wait';
  return input.entityIds.length === 1 ? '1 entity' : `${input.entityIds.length} entities`;
}
