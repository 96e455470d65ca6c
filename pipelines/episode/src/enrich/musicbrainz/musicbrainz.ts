import { createPool } from '@telltale/engine/client';
import { describeDatabase } from '@telltale/ledger';
import type { Pool, QueryResultRow } from 'pg';
import { MusicBrainzSchemaError, musicbrainzFailure, unknownTable } from './errors.ts';
import { candidatesStatement, wikidataStatement } from './statements.ts';
import { type MusicBrainzTable, musicbrainzTable } from './tables.ts';

export interface MusicBrainzSettings {
  /** Of a Postgres database with MusicBrainz's tables. It is only read. */
  readonly url: string;
  /** Where the tables are. Default: `musicbrainz`. */
  readonly schema?: string;
}

/** Something that MusicBrainz knows by a name that was asked for. */
export interface MusicBrainzCandidate {
  /** Its MBID. */
  readonly id: string;
  readonly name: string;
  /** What tells it from others of that name; may be empty. */
  readonly comment: string;
  /** `Person`, `Album`; `null` if it has none. */
  readonly type: string | null;
  /** `false`: it is only an alias that is the name. */
  readonly exact: boolean;
}

interface CandidatesQuestion {
  readonly table: string;
  /** Names of the table's types, with `|` between them; `null`: all. */
  readonly filter: string | null;
  readonly names: readonly string[];
}

/** MusicBrainz, in a Postgres of one's own. Each call throws `MusicBrainzError`. */
export interface MusicBrainz {
  /**
   * Who has one of these names or aliases, large and small letters being the same: at most ten for a name, those with the
   * name itself first. All names are asked for in one statement. Names that nobody has are left out.
   */
  candidates(question: CandidatesQuestion): Promise<ReadonlyMap<string, readonly MusicBrainzCandidate[]>>;
  /** The id in Wikidata that MusicBrainz links to; `null` if there is none. */
  wikidataId(table: string, mbid: string): Promise<string | null>;
  close(): Promise<void>;
}

const STATEMENT_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 4;

/** Opens MusicBrainz. Connects when it is first asked. Throws `MusicBrainzSchemaError`. */
export function openMusicBrainz({ url, schema = 'musicbrainz' }: MusicBrainzSettings): MusicBrainz {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(schema)) throw new MusicBrainzSchemaError(schema);
  const pool = createPool({
    connectionString: url,
    application_name: 'telltale musicbrainz',
    max: MAX_CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // For a server that went without a word.
    query_timeout: 2 * STATEMENT_TIMEOUT_MS,
    options: '-c default_transaction_read_only=on',
  });
  return {
    candidates: async ({ table, filter, names }) => {
      const types = filter === null ? null : filter.split('|').map((name) => name.trim());
      const rows = await ask<CandidateRow>(pool, candidatesStatement(schema, table, known(table)), [names, types]);
      const found = new Map<string, MusicBrainzCandidate[]>();
      for (const { asked, ...candidate } of rows) found.set(asked, [...(found.get(asked) ?? []), candidate]);
      return found;
    },
    wikidataId: async (table, mbid) => {
      const [row] = await ask<{ url: string }>(pool, wikidataStatement(schema, table, known(table)), [mbid]);
      return row === undefined ? null : (/Q\d+$/.exec(row.url)?.[0] ?? null);
    },
    close: () => pool.end(),
  };
}

interface CandidateRow extends MusicBrainzCandidate {
  readonly asked: string;
}

function known(name: string): MusicBrainzTable {
  const table = musicbrainzTable(name);
  if (table === null) throw unknownTable(name);
  return table;
}

async function ask<Row extends QueryResultRow>(pool: Pool, text: string, values: unknown[]): Promise<readonly Row[]> {
  try {
    return (await pool.query<Row>(text, values)).rows;
  } catch (cause) {
    throw musicbrainzFailure(describeDatabase(pool), cause);
  }
}
