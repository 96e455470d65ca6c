import { createHash } from 'node:crypto';
import type { Step } from '@telltale/engine';
import { OutboundPolicy } from '@telltale/outbound';
import type { TestDatabase } from '@telltale/testing';
import { paths, type Site, type Sites, startSites } from '@telltale/testing/web';
import { onTestFinished } from 'vitest';
import { type DetailsServices, fetchDetails } from '../src/details/index.ts';
import { ensureEpisode, episodeOf } from '../src/store/ensure-episode.ts';
import type { StepRuns } from './step-runs.ts';

/** A site, `lamp.test`, and what `fetch_details` needs to find out about its episodes. */
export class DetailsBench {
  readonly sites: Sites;
  readonly #db: TestDatabase;
  readonly #runs: StepRuns;
  readonly #services: Partial<DetailsServices>;

  static async open(
    db: TestDatabase,
    runs: StepRuns,
    pages: Readonly<Record<string, Site>>,
    services: Partial<DetailsServices> = {},
  ): Promise<DetailsBench> {
    const sites = await startSites({ extra: { lamp: paths(pages) } });
    onTestFinished(() => sites.close());
    return new DetailsBench(db, runs, sites, services);
  }

  constructor(db: TestDatabase, runs: StepRuns, sites: Sites, services: Partial<DetailsServices> = {}) {
    this.#db = db;
    this.#runs = runs;
    this.sites = sites;
    this.#services = services;
  }

  url(path: string): string {
    return this.sites.url('lamp', path);
  }

  /** The episode that an input is about; known from now on. */
  async known(input: Parameters<typeof episodeOf>[1]): Promise<string> {
    const id = await episodeOf(this.#db.pool(), input);
    await ensureEpisode(this.#db.pool(), id, input);
    return id;
  }

  readonly fetch = (episodeId: string) => async (step: Step) => await fetchDetails(step, this.services, episodeId);

  get services(): DetailsServices {
    const { sites } = this;
    return {
      pool: this.#db.pool(),
      media: { withFile: () => Promise.reject(new Error('there is no file in this test')) },
      outbound: new OutboundPolicy({ allowPrivate: sites.hosts, lookup: sites.lookup }),
      model: async () => null,
      indexes: [],
      ...this.#services,
    };
  }

  /** Fetches the details of a page to their end. */
  async of(path: string) {
    return await this.ofEpisode(await this.known({ url: this.url(path) }));
  }

  async ofEpisode(episodeId: string) {
    const { runId, end } = await this.#runs.end('fetch_details', this.fetch(episodeId));
    const { rows } = await this.#db.query<Readonly<Record<string, unknown>>>(
      'SELECT * FROM telltale_episode.episode WHERE id = $1',
      [episodeId],
    );
    const report = (await this.#runs.stored(runId))['details-report.json'];
    return {
      episodeId,
      runId,
      result: end.state === 'succeeded' ? (end.result as Awaited<ReturnType<typeof fetchDetails>>) : null,
      message: end.state === 'failed' ? end.error.message : null,
      row: rows[0] ?? {},
      report: report === undefined ? null : JSON.parse(report),
      said: await this.#runs.logged(runId),
    };
  }

  /** By what the episode is recognised. */
  async sources(episodeId: string): Promise<readonly string[]> {
    const { rows } = await this.#db.query<{ kind: string; value: string }>(
      'SELECT kind, value FROM telltale_episode.episode_source WHERE episode_id = $1 ORDER BY kind, value',
      [episodeId],
    );
    return rows.map(({ kind, value }) => `${kind} ${value}`);
  }
}

/** A file that was uploaded, as far as the library knows. */
export async function uploaded(db: TestDatabase, content: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  await db.query(
    `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type) VALUES ($1, $1, $2, 'audio/mpeg')`,
    [sha256, content.length],
  );
  return sha256;
}
