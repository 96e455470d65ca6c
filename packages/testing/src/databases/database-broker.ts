import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { TestingError } from '../testing-error.ts';
import { urlOfDatabase, withClient } from './admin.ts';
import { connectionsThatStay, describeConnections } from './connections.ts';
import { databaseLabel } from './database-name.ts';
import { createTemplate, type PrepareTemplate } from './template.ts';

export interface AcquireRequest {
  /** The test file, relative to the root of the project. */
  readonly file: string;
  /** A database with nothing in it, instead of a copy of the template. */
  readonly empty: boolean;
}

export interface AcquiredDatabase {
  readonly name: string;
  readonly url: string;
}

export interface ReleaseRequest {
  readonly name: string;
  /** The file failed: keep its database. */
  readonly failed: boolean;
}

export interface ReleaseReport {
  /** A line for each connection that was still open; empty when there was none. */
  readonly leaks: string;
  readonly kept: boolean;
}

export interface KeptDatabase {
  readonly file: string;
  readonly url: string;
}

/**
 * Hands out databases on one server, each a copy of one template. Lives in the main process of a test run, so that the
 * server and the template are made once, and only when the first test file asks for a database.
 */
export class DatabaseBroker {
  // So that two runs on one given server don't meet.
  readonly #prefix = `telltale_test_${randomBytes(3).toString('hex')}`;
  readonly #serverUrl: () => Promise<string>;
  readonly #prepare: PrepareTemplate;
  readonly #files = new Map<string, string>();
  readonly #kept: KeptDatabase[] = [];
  #template: Promise<string> | undefined;
  #count = 0;

  constructor(serverUrl: () => Promise<string>, prepare: PrepareTemplate) {
    this.#serverUrl = serverUrl;
    this.#prepare = prepare;
  }

  /** The databases of failed files, which are still there. */
  get kept(): readonly KeptDatabase[] {
    return this.#kept;
  }

  async acquire({ file, empty }: AcquireRequest): Promise<AcquiredDatabase> {
    const adminUrl = await this.#serverUrl();
    // template0 is empty for sure; somebody may have put things into template1 of a given server.
    const template = empty ? 'template0' : await this.#preparedTemplate();
    this.#count += 1;
    const name = `${this.#prefix}_${databaseLabel(file)}_${this.#count}`;
    this.#files.set(name, file);
    await withClient(adminUrl, (admin) =>
      admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`),
    );
    return { name, url: urlOfDatabase(adminUrl, name) };
  }

  /** Takes a database back, looks who is still connected, and drops it unless the file failed or leaked. */
  async release({ name, failed }: ReleaseRequest): Promise<ReleaseReport> {
    const adminUrl = await this.#serverUrl();
    const file = this.#files.get(name);
    if (file === undefined) throw new TestingError(`There is no test database "${name}".`, { code: 'not_ready' });
    this.#files.delete(name);
    return await withClient(adminUrl, async (admin) => {
      const leaks = describeConnections(await connectionsThatStay(admin, name));
      const kept = failed || leaks !== '';
      if (kept) this.#kept.push({ file, url: urlOfDatabase(adminUrl, name) });
      else await admin.query(`DROP DATABASE ${pg.escapeIdentifier(name)}`);
      return { leaks, kept };
    });
  }

  /** Drops what is not kept: the template, and the databases of files that never got as far as giving theirs back. */
  async dropRest(): Promise<void> {
    if (this.#count === 0) return;
    const names = [...this.#files.keys(), this.#templateName];
    await withClient(await this.#serverUrl(), async (admin) => {
      for (const name of names) await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    });
  }

  get #templateName(): string {
    return `${this.#prefix}_template`;
  }

  #preparedTemplate(): Promise<string> {
    this.#template ??= this.#serverUrl()
      .then((adminUrl) => createTemplate(adminUrl, this.#templateName, this.#prepare))
      .then(() => this.#templateName);
    return this.#template;
  }
}
