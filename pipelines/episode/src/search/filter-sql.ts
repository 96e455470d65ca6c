import type { SearchFilter } from './search.ts';

/** Conditions on `episode AS e`, and the values that stand in them. */
export interface FilterSql {
  readonly conditions: readonly string[];
  readonly values: readonly unknown[];
}

/** What a filter asks of an episode. Its values are numbered from `from`. */
export function episodeConditions(filter: SearchFilter, from: number): FilterSql {
  const asked: readonly (readonly [condition: (place: string) => string, value: unknown])[] = [
    [(place) => `lower(e.show_name) = lower(${place})`, withoutNul(filter.show)],
    [(place) => `e.id = ${place}`, filter.episode],
    // `en` asks for `en-GB` as well.
    [(place) => `lower(substring(e.language from '^[a-zA-Z]+')) = ${place}`, filter.language],
    [(place) => `e.published_at >= ${place}::timestamptz`, filter.from],
    [(place) => `e.published_at < ${place}::timestamptz`, filter.to],
  ];
  const given = asked.filter(([, value]) => value !== undefined);
  return {
    conditions: given.map(([condition], index) => condition(`$${from + index}`)),
    values: given.map(([, value]) => value),
  };
}

/** Postgres refuses it, and no text has it. */
export function withoutNul<T extends string | undefined>(text: T): T {
  return text?.replaceAll('\0', '') as T;
}
