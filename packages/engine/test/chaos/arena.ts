import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '@telltale/testing/postgres';
import { setUpDatabase } from '../../src/client.ts';
import type { Finding } from './checks/index.ts';
import { playRound, type RoundOptions, type RoundResult } from './round.ts';

const TEMPLATE = 'chaos_template';

/** A Postgres of its own in which rounds are played, and a folder for their files. */
export class Arena implements AsyncDisposable {
  readonly folder: string;
  readonly #server: PostgresServer;
  #kept = false;

  private constructor(server: PostgresServer, folder: string) {
    this.#server = server;
    this.folder = folder;
  }

  static async open(): Promise<Arena> {
    const server = await startPostgres({ fsync: false });
    await setUpDatabase(server.urlOf(TEMPLATE));
    return new Arena(server, await mkdtemp(join(tmpdir(), 'telltale-chaos-')));
  }

  async play(options: Omit<RoundOptions, 'server' | 'template' | 'folder'>): Promise<RoundResult> {
    const folder = join(this.folder, `round-${options.seed}`);
    return await playRound({ server: this.#server, template: TEMPLATE, folder, ...options });
  }

  /** Leaves everything for somebody to look at. Gives where it is. */
  async keep({ seed, database }: Pick<RoundResult, 'seed' | 'database'>): Promise<string> {
    this.#kept = true;
    const command = await this.#server.keepAs(join(this.folder, 'postgres'));
    return [
      `What was told:  ${join(this.folder, `round-${seed}`, 'facts.jsonl')}`,
      `Workers' logs:  ${join(this.folder, `round-${seed}`, 'workers')}`,
      `The database:   ${this.#server.urlOf(database)}`,
      `  after:        ${command}`,
    ].join('\n');
  }

  /** What plays a round again: the same deeds, at the same items. */
  commandOf(seed: number, { lanes, deeds }: Pick<RoundOptions, 'lanes' | 'deeds'>): string {
    return `npm run chaos -- --seed ${seed} --rounds 1 --runs ${lanes} --deeds ${deeds}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop();
    if (!this.#kept) await rm(this.folder, { recursive: true, force: true });
  }
}

/** How many lines of one check are shown. */
const SHOWN = 10;

/** What the checks found, for people; empty if all is well. */
export function describeFindings(findings: readonly Finding[]): string {
  return findings
    .filter(({ found }) => found.length > 0)
    .map(({ check, found }) => {
      const more = found.length > SHOWN ? [`… and ${found.length - SHOWN} more`] : [];
      return [`Not so: ${check}`, ...[...found.slice(0, SHOWN), ...more].map((line) => `  ${line}`)].join('\n');
    })
    .join('\n');
}
