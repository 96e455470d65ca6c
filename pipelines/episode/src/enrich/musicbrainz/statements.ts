import type { MusicBrainzTable } from './tables.ts';

const LIMIT = 10;

/**
 * Names and aliases in one pass over each, however many are asked for: `$1` the names, `$2` types or NULL.
 * @param schema a checked name
 */
export function candidatesStatement(schema: string, table: string, { types }: MusicBrainzTable): string {
  const own = `"${schema}".${table}`;
  const typed = types !== null;
  return `
    WITH asked AS (SELECT DISTINCT name, lower(name) AS lowered FROM unnest($1::text[]) AS name),
    hit AS (
      SELECT id, lower(name) AS lowered, true AS exact FROM ${own}
       WHERE lower(name) = ANY (ARRAY(SELECT lowered FROM asked))
      UNION ALL
      SELECT ${table}, lower(name), false FROM ${own}_alias
       WHERE lower(name) = ANY (ARRAY(SELECT lowered FROM asked))
    ),
    ranked AS (
      SELECT asked.name AS asked, own.gid::text AS id, own.name, own.comment,
             ${typed ? 'kind.name' : 'NULL::text'} AS type, bool_or(hit.exact) AS exact,
             row_number() OVER (PARTITION BY asked.name ORDER BY bool_or(hit.exact) DESC, own.id) AS rank
        FROM asked
        JOIN hit ON hit.lowered = asked.lowered
        JOIN ${own} own ON own.id = hit.id
        ${typed ? `LEFT JOIN "${schema}".${types} kind ON kind.id = own.type` : ''}
       WHERE $2::text[] IS NULL${typed ? ' OR kind.name = ANY ($2)' : ' OR true'}
       GROUP BY asked.name, own.id, own.gid, own.name, own.comment${typed ? ', kind.name' : ''}
    )
    SELECT asked, id, name, comment, type, exact FROM ranked WHERE rank <= ${LIMIT} ORDER BY asked, rank`;
}

/** `$1`: an MBID. */
export function wikidataStatement(schema: string, table: string, { links, side }: MusicBrainzTable): string {
  return `
    SELECT url.url
      FROM "${schema}".${table} own
      JOIN "${schema}".${links} link ON link.${side} = own.id
      JOIN "${schema}".url ON url.id = link.${side === 'entity0' ? 'entity1' : 'entity0'}
     WHERE own.gid = $1::uuid AND url.url ~ '^https?://(www\\.)?wikidata\\.org/(wiki|entity)/Q[0-9]+$'
     ORDER BY link.id
     LIMIT 1`;
}
