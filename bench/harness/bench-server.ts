import { type PostgresServer, startPostgres } from '@telltale/testing/postgres';
import pg from 'pg';
import { readUsage, type Usage, walFsyncs } from './server-usage.ts';

export interface BenchServerOptions {
  /** Makes what every case's database begins with. */
  readonly prepareTemplate: (url: string) => Promise<void>;
  /** Added to the server's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of the server that are not as installed. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A database of one case; dropped at the end of an `await using` block. */
export interface BenchDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  /** Resolves once nobody is connected to it any more: only then are its sessions in the statistics. */
  quiet(): Promise<void>;
}

const TEMPLATE = 'bench_template';
const SHOWN_SETTINGS = [
  'fsync',
  'synchronous_commit',
  'wal_level',
  'wal_sync_method',
  'full_page_writes',
  'shared_buffers',
  'max_wal_size',
];

/** A Postgres of its own for a suite, as installed: fsync on, on the disk of the temporary folder, no setting tuned. */
export class BenchServer implements AsyncDisposable {
  readonly #server: PostgresServer;
  readonly #admin: pg.Client;
  #made = 0;

  private constructor(server: PostgresServer, admin: pg.Client) {
    this.#server = server;
    this.#admin = admin;
  }

  static async start({ prepareTemplate, env = {}, settings = {} }: BenchServerOptions): Promise<BenchServer> {
    const server = await startPostgres({ env, settings });
    try {
      const admin = new pg.Client(server.url);
      await admin.connect();
      await admin.query(`CREATE DATABASE ${TEMPLATE}`);
      await prepareTemplate(server.urlOf(TEMPLATE));
      return new BenchServer(server, admin);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /**
   * A new copy of the template, after a checkpoint: no case inherits another one's bloat, or pays for its writes. The copy
   * is warm in memory, and the first touch of each of its pages writes that page to the WAL: do that before measuring.
   */
  async freshDatabase(): Promise<BenchDatabase> {
    this.#made += 1;
    const name = `bench_${this.#made}`;
    await this.#admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    await this.#admin.query('CHECKPOINT');
    return {
      name,
      url: this.#server.urlOf(name),
      quiet: () => this.#untilNobodyUses(name),
      [Symbol.asyncDispose]: async () => {
        await this.#admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      },
    };
  }

  usage(): Promise<Usage> {
    return readUsage(this.#admin, this.#server.pid ?? 0);
  }

  walFsyncs(): Promise<number> {
    return walFsyncs(this.#admin);
  }

  /** All that the server has logged. */
  log(): Promise<string> {
    return this.#server.log();
  }

  /** Version and the settings that the figures hang on, as `name value`. */
  async facts(): Promise<string> {
    const { rows } = await this.#admin.query<{ name: string; value: string }>(
      'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name',
      [['server_version', ...SHOWN_SETTINGS]],
    );
    const [version, ...settings] = rows;
    return `Postgres ${version?.value}: ${settings.map(({ name, value }) => `${name} ${value}`).join(', ')}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#admin.end();
    await this.#server.stop();
  }

  async #untilNobodyUses(name: string): Promise<void> {
    for (;;) {
      const { rowCount } = await this.#admin.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name]);
      if (rowCount === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
