import { InvalidFilterError } from '@telltale/ledger';
import type { Pool } from 'pg';
import type { Wikidata, WikidataCandidate } from './wikidata/wikidata.ts';

interface LookUp {
  /** 3–200 characters. */
  readonly name: string;
  /** The key of a type: only its things. Default: anything. */
  readonly type?: string;
  /** ISO 639-1. Default: `en`. */
  readonly language?: string;
}

/** Asks Wikidata, at once, what a name may stand for. Throws `InvalidFilterError`, `WikidataError`. */
export async function lookupEntity(
  { pool, wikidata }: { readonly pool: Pool; readonly wikidata: Wikidata },
  { name, type, language = 'en' }: LookUp,
  signal: AbortSignal,
): Promise<readonly WikidataCandidate[]> {
  const asked = name.replaceAll('\0', '').trim();
  if (asked.length < 3 || asked.length > 200) throw new InvalidFilterError('name', '3 to 200 characters long', name);
  const wikidataClass = type === undefined ? null : await classOf(pool, type);
  const found = await wikidata.search({ name: asked, language }, signal);
  if (wikidataClass === null) return found;
  const ids = found.map(({ wikidataId }) => wikidataId);
  const fitting = await wikidata.ofClass(ids, wikidataClass, signal);
  return found.filter(({ wikidataId }) => fitting.includes(wikidataId));
}

async function classOf(pool: Pool, type: string): Promise<string | null> {
  const { rows } = await pool.query<{ key: string; wikidata_id: string | null }>(
    'SELECT key, wikidata_id FROM telltale_episode.entity_type ORDER BY key',
  );
  const known = rows.find(({ key }) => key === type);
  if (known !== undefined) return known.wikidata_id;
  throw new InvalidFilterError('type', `one of ${rows.map(({ key }) => key).join(', ')}`, type);
}
