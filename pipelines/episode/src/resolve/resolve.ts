import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import type { Pool } from 'pg';
import type { MusicBrainz } from '../enrich/index.ts';
import { Candidates } from './candidates.ts';
import { howItWasDone } from './how-it-was-done.ts';
import { type Found, readFound } from './read-found.ts';
import { type ResolvedType, resolveType } from './resolve-type.ts';
import { type Resolved, storeResolved } from './store-resolved.ts';

interface ResolveServices {
  readonly pool: Pool;
  /** Gives `null` if no language model is configured. */
  readonly model: () => Promise<AgentModel | null>;
  readonly musicbrainz: MusicBrainz | null;
}

/**
 * Connects the names that were found in an episode with entities, which it makes where there are none, and replaces the
 * episode's mentions. What `extract` found stays with the passages: this step can be run again by itself.
 *
 * Throws `ModelCallError`, and what `model` throws if a model is needed.
 */
export async function resolve(
  step: Step,
  { pool, model, musicbrainz }: ResolveServices,
  episodeId: string,
): Promise<Resolved> {
  const found = await readFound(pool, episodeId);
  tellWhatIsLeftOut(step, found);
  const { types, names } = found;
  step.size(names.length, 'names');
  const candidates = new Candidates(step, musicbrainz);
  const resolved: readonly ResolvedType[] = await step.items(
    types,
    { key: ({ key }) => key, label: ({ name }) => name, unit: 'types' },
    (type) =>
      resolveType(
        step,
        { pool, model, candidates },
        type,
        names.filter((name) => name.type === type.key),
      ),
  );
  const choices = resolved.flatMap((type) => type.choices);
  const used = howItWasDone(resolved, { names: names.length, musicbrainz: musicbrainz !== null });
  return await storeResolved(pool, { episodeId, names, choices, used }, { signal: step.signal });
}

function tellWhatIsLeftOut(step: Step, { unknownNames, unknownTypes, oddNames }: Found): void {
  if (unknownNames > 0) {
    const types = unknownTypes.join(', ');
    step.log(`${unknownNames} names are left out: nobody looks for their types (any more): ${types}.`, {}, 'warn');
  }
  if (oddNames > 0) step.log(`${oddNames} names are left out: they are empty, or too long for a name.`, {}, 'warn');
}
