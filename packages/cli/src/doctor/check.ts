import type { Pool } from 'pg';
import type { LoadedConfig } from '../config/load-config.ts';
import type { Config } from '../config/schema.ts';

/** `skipped`: it could not be looked at, or does not matter here; the message says why. */
export type Outcome = 'ok' | 'warn' | 'fail' | 'skipped';

/** What a check found. */
export interface Finding {
  readonly outcome: Outcome;
  /** A sentence. */
  readonly message: string;
  /** How to mend it, as a sentence. */
  readonly hint?: string;
}

/** What checks look at. */
export interface Scene {
  readonly config: Config;
  readonly loaded: LoadedConfig;
  readonly env: NodeJS.ProcessEnv;
  /** Aborts when the check has taken too long. */
  readonly signal: AbortSignal;
  readonly database: Promise<OpenedDatabase>;
}

/** What came of connecting to the database. */
export interface OpenedDatabase {
  /** `null`: none can be reached, and the finding says why. */
  readonly pool: Pool | null;
  readonly finding: Finding;
}

export interface Check {
  readonly name: string;
  readonly look: (scene: Scene) => Promise<Finding>;
}

export function ok(message: string): Finding {
  return { outcome: 'ok', message };
}

export function skipped(message: string): Finding {
  return { outcome: 'skipped', message };
}

export function warn(message: string, hint: string): Finding {
  return { outcome: 'warn', message, hint };
}

export function fail(message: string, hint: string): Finding {
  return { outcome: 'fail', message, hint };
}

/** A check that needs the database. */
export function onDatabase(name: string, look: (pool: Pool, scene: Scene) => Promise<Finding>): Check {
  return {
    name,
    look: async (scene) => {
      // Why it failed is told once, by the check of the database itself.
      const pool = await scene.database.then(
        (opened) => opened.pool,
        () => null,
      );
      return pool === null ? skipped('There is no database to ask.') : await look(pool, scene);
    },
  };
}
