import { TelltaleError } from '@telltale/core';
import { connectionError } from '@telltale/ledger';
import { MUSICBRAINZ_TABLES } from './tables.ts';

/** The MusicBrainz database gave no answer. */
export class MusicBrainzError extends TelltaleError {
  override readonly name = 'MusicBrainzError';
  constructor(why: string, options: { readonly hint: string; readonly retryable: boolean; readonly cause?: unknown }) {
    super(`The MusicBrainz database could not be asked: ${why}.`, { code: 'musicbrainz_failed', ...options });
  }
}

/** The name of the schema cannot be one. */
export class MusicBrainzSchemaError extends TelltaleError {
  override readonly name = 'MusicBrainzSchemaError';
  constructor(schema: string) {
    super(`${JSON.stringify(schema.slice(0, 80))} cannot be the name of a schema.`, {
      code: 'musicbrainz_schema_invalid',
      hint: 'Set musicbrainz.schema to letters, digits and underscores; it is "musicbrainz" unless somebody changed it.',
    });
  }
}

/** What Postgres says of a statement that took longer than it may. */
const CANCELED = '57014';
/** No such schema, no such table, no such column. */
const MISSING = ['3F000', '42P01', '42703'];

/** @param target where the database is, without its password */
export function musicbrainzFailure(target: string, cause: unknown): MusicBrainzError {
  const away = connectionError(target, cause);
  if (away !== null) {
    const { hint = 'Check that it runs.', retryable } = away;
    return new MusicBrainzError(lowerFirst(away.message), { hint, retryable, cause });
  }
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  if (code === CANCELED) {
    const hint =
      'Give each table and its _alias table an index on lower(name), such as CREATE INDEX ON musicbrainz.artist (lower(name)).';
    return new MusicBrainzError('it took too long', { hint, retryable: true, cause });
  }
  const hint = MISSING.includes(String(code))
    ? 'Check musicbrainz.schema, and that the import of its data has finished.'
    : 'Look at the log of that Postgres.';
  return new MusicBrainzError(String(message), { hint, retryable: false, cause });
}

/** A type of entity names a table of MusicBrainz that there is not. */
export function unknownTable(table: string): MusicBrainzError {
  return new MusicBrainzError(`${JSON.stringify(table)} is no table in which anything is looked up`, {
    hint: `In telltale_episode.entity_type, set musicbrainz_table to one of ${MUSICBRAINZ_TABLES.join(', ')}, or to NULL.`,
    retryable: false,
  });
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
