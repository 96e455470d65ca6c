import { tidyText } from '../text/tidy-text.ts';

/** A name that was found in a chunk. Plain data: kept in the chunk until `resolve` takes it. */
export interface NamedEntity {
  /** Key of an entity type. */
  readonly type: string;
  readonly name: string;
  /** What is said of it, in a few words. */
  readonly context: string | null;
}

/** One with its time. */
export interface FoundEntity extends NamedEntity {
  /**
   * When it is first said in the chunk, in seconds from the beginning of the audio; where words have no times, when the segment
   * begins in which it is, else the chunk. `null`: it is not said in these words.
   */
  readonly start: number | null;
}

/** What kinds of entities are looked for. */
export interface EntityKind {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly examples: readonly string[];
}

/** Of a type's key. */
const MAX_TYPE_CHARACTERS = 64;
const MAX_NAME_CHARACTERS = 200;
const MAX_CONTEXT_CHARACTERS = 500;

/** Of the same name of the same type once, the one that says more of it; none without a letter or a digit in its name. */
export function distinct(entities: readonly NamedEntity[]): readonly NamedEntity[] {
  const found = new Map<string, NamedEntity>();
  for (const entity of entities) {
    const type = tidyText(entity.type).slice(0, MAX_TYPE_CHARACTERS);
    const name = tidyText(entity.name);
    if (!/[\p{L}\p{N}]/u.test(name) || name.length > MAX_NAME_CHARACTERS) continue;
    const context =
      tidyText(entity.context ?? '')
        .slice(0, MAX_CONTEXT_CHARACTERS)
        .toWellFormed() || null;
    const key = `${type} ${name.toLowerCase()}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { type, name, context });
    else if (known.context === null && context !== null) found.set(key, { ...known, context });
  }
  return [...found.values()];
}
