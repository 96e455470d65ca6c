import { type Instant, TelltaleError } from '@telltale/core';
import { assertSchema, listWorkers } from '@telltale/ledger';
import type { Pool } from 'pg';
import { errorAnswer } from '../errors/error-answer.ts';
import { inTime } from '../http/in-time.ts';
import { toWorkerBody } from './worker-body.ts';

/** How things are, by the last look. Nothing in it names a machine. */
export interface HealthReport {
  readonly database: {
    readonly state: 'up' | 'away';
    /** When the first look found it like this. */
    readonly since: Instant;
    /** Why it is away, as a sentence. */
    readonly message: string | null;
  };
  /** As they were when the database was up last; `null` if it never was. */
  readonly workers: { readonly alive: number; readonly silent: number } | null;
  /** Whether the server can do its work: the database is up, and its tables are those that this version knows. */
  readonly isReady: boolean;
}

export interface HealthOptions {
  readonly pool: Pool;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** A look costs two short queries, whoever asks. */
const LOOK_AGE_MS = 1_000;
const LOOK_TIMEOUT_MS = 2_000;

const SCHEMA_MESSAGES: Readonly<Record<string, string>> = {
  schema_outdated: 'The tables of the database are older than this server needs: set it up again with this version.',
  schema_too_new: 'The tables of the database are newer than this server knows: start it with a newer version.',
};

/** Looks at the database when somebody asks, once a second at most. */
export class Health {
  readonly #options: HealthOptions;
  #report: HealthReport;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #look: Promise<void> | null = null;

  constructor(options: HealthOptions) {
    this.#options = options;
    this.#report = { database: { state: 'up', since: this.#now(), message: null }, workers: null, isReady: false };
  }

  /** Never rejects. */
  async report(): Promise<HealthReport> {
    if (this.#options.now() - this.#lookedAt >= LOOK_AGE_MS) {
      this.#look ??= this.#lookNow().finally(() => {
        this.#look = null;
      });
      await this.#look;
    }
    return this.#report;
  }

  async #lookNow(): Promise<void> {
    const { pool } = this.#options;
    let workers = this.#report.workers;
    try {
      await inTime(LOOK_TIMEOUT_MS, async () => {
        const alive = (await listWorkers(pool)).map((worker) => toWorkerBody(worker).alive);
        workers = { alive: alive.filter(Boolean).length, silent: alive.filter((is) => !is).length };
        await assertSchema(pool);
      });
      this.#report = { database: this.#stateOf('up', null), workers, isReady: true };
    } catch (error) {
      this.#report = { ...this.#reportOf(error), workers, isReady: false };
    }
    this.#lookedAt = this.#options.now();
  }

  #reportOf(error: unknown): Pick<HealthReport, 'database'> {
    const aboutSchema = error instanceof TelltaleError ? SCHEMA_MESSAGES[error.code] : undefined;
    if (aboutSchema !== undefined) return { database: this.#stateOf('up', aboutSchema) };
    const message = errorAnswer(error)?.error.message ?? 'The database cannot be reached.';
    return { database: this.#stateOf('away', message) };
  }

  #stateOf(state: 'up' | 'away', message: string | null): HealthReport['database'] {
    const { database } = this.#report;
    return { state, since: database.state === state ? database.since : this.#now(), message };
  }

  #now(): Instant {
    return new Date(this.#options.now()).toISOString();
  }
}
