import { setTimeout as delay } from 'node:timers/promises';
import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import { MusicBrainzError } from './musicbrainz/errors.ts';
import type { MusicBrainz } from './musicbrainz/musicbrainz.ts';
import { type Picked, pickCandidate } from './pick-candidate.ts';
import type { EntityToFind } from './read-entity.ts';
import { WIKIDATA_TIMEOUT_MS } from './wikidata/ask.ts';
import { WikidataError } from './wikidata/errors.ts';
import type { Wikidata } from './wikidata/wikidata.ts';

export interface Finders {
  readonly model: () => Promise<AgentModel | null>;
  readonly musicbrainz: MusicBrainz | null;
  readonly wikidata: Wikidata | null;
}

/** How often Wikidata is asked the same, if it wants a rest in between. */
const TRIES = 3;
/** For a longer rest the entity waits for another run. In ms. */
const MAX_WAIT_MS = 60_000;
/** Candidates that are chosen from. */
const CANDIDATES = 5;

/**
 * Looks an entity up: by MusicBrainz's own link to Wikidata, else by its name in Wikidata, among the things of its type. `null`:
 * there is no link, and no Wikidata to ask. Throws `WikidataError`, `ModelCallError`, `UselessAnswerError`, and what `model` throws.
 */
export async function findEntity(
  step: Step,
  { model, musicbrainz, wikidata }: Finders,
  entity: EntityToFind,
  signal: AbortSignal,
): Promise<Picked | null> {
  const linked = musicbrainz === null ? null : await byMusicBrainz(step, musicbrainz, entity);
  if (linked !== null) return { wikidataId: linked, why: 'MusicBrainz links to it' };
  if (wikidata === null) return null;
  const { name, language, wikidataClass, typeName } = entity;
  const found = await ask(step, { search: name, language }, signal, (own) => wikidata.search({ name, language }, own));
  if (found.length === 0) return { wikidataId: null, why: 'Wikidata has nothing of that name' };
  const ids = found.map(({ wikidataId }) => wikidataId);
  const fitting =
    wikidataClass === null
      ? ids
      : await ask(step, { class: wikidataClass, of: ids }, signal, (own) => wikidata.ofClass(ids, wikidataClass, own));
  const candidates = found.filter(({ wikidataId }) => fitting.includes(wikidataId)).slice(0, CANDIDATES);
  const [first, ...others] = candidates;
  if (first === undefined) {
    return { wikidataId: null, why: `of ${found.length} of that name none is of the type ${typeName}` };
  }
  if (others.length === 0) return { wikidataId: first.wikidataId, why: 'it is the only one of that name and type' };
  return await pickCandidate(step, await model(), entity, candidates);
}

async function byMusicBrainz(step: Step, musicbrainz: MusicBrainz, entity: EntityToFind): Promise<string | null> {
  const { musicbrainzTable: table, musicbrainzId: id } = entity;
  if (table === null || id === null) return null;
  try {
    return await step.action('musicbrainz', { link: 'wikidata', table, id }, () => musicbrainz.wikidataId(table, id));
  } catch (error) {
    if (!(error instanceof MusicBrainzError)) throw error;
    step.log(`${error.message} ${entity.name} is looked up by its name.`, {}, 'warn');
    return null;
  }
}

async function ask<T>(
  step: Step,
  input: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step.action('wikidata', input, (context) => call(context.signal), {
        signal,
        toldTimeoutMs: WIKIDATA_TIMEOUT_MS,
      });
    } catch (error) {
      const waitMs = error instanceof WikidataError ? error.waitMs : null;
      if (waitMs === null || waitMs > MAX_WAIT_MS || attempt === TRIES) throw error;
      step.log(`${(error as WikidataError).message} Try ${attempt + 1} of ${TRIES} follows.`, {}, 'warn');
      await delay(waitMs, undefined, { signal });
    }
  }
}
