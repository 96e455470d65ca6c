import type { QueryResultRow } from 'pg';
import { LedgerQueryError } from '../errors.ts';
import { connectionError } from '../postgres/connection-error.ts';
import { type Database, describeDatabase, withConnection } from '../postgres/database.ts';

export interface Statement {
  /** Prepared under this name, once for each connection. Without one it is planned anew each time. */
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Sends statements, and turns whatever the database says against one into a typed error. */
export class QueryRunner {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async rows<Row extends QueryResultRow>({ name, text, values }: Statement): Promise<Row[]> {
    try {
      const named = name === undefined ? {} : { name: `telltale:${name}` };
      const { rows } = await this.#database.query<Row>({ ...named, text, values: [...values] });
      return rows;
    } catch (cause) {
      throw this.#typed(cause);
    }
  }

  /** Sends a command, and gives the tag that Postgres answers with: `BEGIN`, `COMMIT`. */
  async command(text: string): Promise<string> {
    try {
      return (await this.#database.query(text)).command;
    } catch (cause) {
      throw this.#typed(cause);
    }
  }

  /** Runs several statements that see the same moment. */
  async snapshot<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    try {
      return await withConnection(this.#database, async (client) => {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        try {
          return await work(new QueryRunner(client));
        } finally {
          await client.query('COMMIT');
        }
      });
    } catch (cause) {
      throw this.#typed(cause);
    }
  }

  #typed(cause: unknown): unknown {
    const target = describeDatabase(this.#database);
    const unreachable = connectionError(target, cause);
    if (unreachable !== null) return unreachable;
    const sqlState = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (!SQL_STATE.test(sqlState)) return cause;
    const explanation = EXPLANATIONS.find(([states]) => states.includes(sqlState));
    const [, hint, retryable] = explanation ?? [
      [],
      'This is a fault of Telltale: please report it with its cause.',
      false,
    ];
    return new LedgerQueryError(target, { sqlState, hint, retryable }, cause);
  }
}

const SQL_STATE = /^[0-9A-Z]{5}$/;

const EXPLANATIONS: readonly (readonly [states: readonly string[], hint: string, retryable: boolean])[] = [
  [['42501'], 'Grant the user USAGE on the schemas telltale and dbos, and SELECT on their tables.', false],
  [['42P01', '42703', '42883', '3F000'], 'Run migrate(pool): the schema lacks what this version reads.', false],
  [['57014'], 'The query was cancelled, probably by statement_timeout; ask for less, or allow it more time.', true],
  [['40001', '40P01', '25006', '53200', '53100'], 'Try again in a moment.', true],
];
