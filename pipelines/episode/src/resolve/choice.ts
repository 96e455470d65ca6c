import type { MusicBrainzCandidate } from '../enrich/index.ts';
import type { FoundName } from './read-found.ts';
import type { KnownEntity } from './read-known.ts';

/** What a name was taken for, where that is more than the entity of just that name. */
export interface Choice {
  readonly type: string;
  readonly key: string;
  readonly musicbrainz: { readonly id: string; readonly name: string; readonly comment: string } | null;
  /** An entity that was there. */
  readonly entityId: number | null;
}

/** A name that may stand for several things. */
export interface Question {
  readonly name: FoundName;
  readonly known: readonly KnownEntity[];
  readonly candidates: readonly MusicBrainzCandidate[];
}

/** What a name stands for as far as nobody has to think: a choice, `null` for the entity of just that name, or `ask`. */
export function chooseByName({ name, known, candidates }: Question): Choice | null | 'ask' {
  const equal = known.find(({ key }) => key === name.key);
  if (equal?.musicbrainzId != null) return null;
  if (equal !== undefined) return soleCandidate({ name, candidates });
  if (known.length > 0) return 'ask';
  if (candidates.length === 0) return null;
  return soleCandidate({ name, candidates }) ?? 'ask';
}

/** A candidate that is the only one, and has that name itself and not as an alias. */
export function soleCandidate({ name, candidates }: Pick<Question, 'name' | 'candidates'>): Choice | null {
  const [only, ...others] = candidates;
  return only?.exact === true && others.length === 0 ? choiceOf(name, { musicbrainz: only, entityId: null }) : null;
}

export function choiceOf(
  { type, key }: FoundName,
  { musicbrainz, entityId }: { readonly musicbrainz: MusicBrainzCandidate | null; readonly entityId: number | null },
): Choice {
  const chosen =
    musicbrainz === null ? null : { id: musicbrainz.id, name: musicbrainz.name, comment: musicbrainz.comment };
  return { type, key, musicbrainz: chosen, entityId };
}
