import type { Pool } from 'pg';
import { withoutNul } from './filter-sql.ts';

/** A word in quotes that are doubled within it, an operator, or a bracket: what the text of a `tsquery` is made of. */
const TOKENS = /'(?:[^']|'')*'|<->|<\d+>|[&|!()]/g;
/** Several hyphens are a dash, and a rule. Each of them would be a negation, of which Postgres takes 32. */
const DASHES = /(?:-\s*){2,}/g;
const DISTANCE = /^</;

/**
 * The `tsquery` for what people write: words that all have to be there, `"a phrase"`, `or`, `-without`. `null` if there is no
 * word in it.
 */
export async function wordsQuery(pool: Pool, text: string): Promise<string | null> {
  const { rows } = await pool.query<{ query: string }>(`SELECT websearch_to_tsquery('simple', $1)::text AS query`, [
    withoutNul(text).replace(DASHES, ' '),
  ]);
  const query = rows[0]?.query ?? '';
  return query === '' ? null : matchBeginnings(query);
}

/**
 * Lets words match as beginnings, since a library of many languages knows the endings of none: `lighthouse` finds
 * `lighthouses`. What stands in a phrase or is to be left out is meant as it is.
 */
function matchBeginnings(query: string): string {
  const tokens = query.match(TOKENS) ?? [];
  return tokens
    .map((token, index) => {
      const [before = '', after = ''] = [tokens[index - 1], tokens[index + 1]];
      const isExact = before === '!' || DISTANCE.test(before) || DISTANCE.test(after);
      return token.startsWith("'") && !isExact ? `${token}:*` : token;
    })
    .join(' ');
}
