import { formatQuantity } from '@telltale/core';
import { createPool } from '@telltale/engine/client';
import type { Pool } from 'pg';
import { embedderSettings, episodeSettings, speechSettings, vectorSettings } from '../../episodes/episode-settings.ts';
import { type Check, type Finding, fail, ok, onDatabase, skipped, warn } from '../check.ts';

/** What there is to turn speech into text. */
export const transcription: Check = {
  name: 'transcription',
  look: async ({ config }) => {
    const { describeMissing, findSpeechEngines } = await import('@telltale/speech');
    const settings = speechSettings(config);
    const engines = await findSpeechEngines(settings);
    if (engines.length > 0) return ok(engines.map(({ description }) => description).join(', else '));
    const message = 'Nothing can transcribe speech: only episodes with a published transcript can be made.';
    return warn(message, (await describeMissing(settings)).join(' '));
  },
};

/** What makes vectors. A service is asked for one, the model on this machine is there or not. */
export const embeddings: Check = {
  name: 'embeddings',
  look: async ({ config, signal }) => {
    const { openEmbedder } = await import('@telltale/vectors');
    const settings = embedderSettings(config);
    const embedder = await openEmbedder(settings);
    try {
      if (settings.api != null) await embedder.embed(['lamp'], { signal });
      return ok(`${embedder.description}, ${embedder.space.dimensions} dimensions`);
    } finally {
      await embedder.close();
    }
  },
};

/** Where vectors are kept, and whether they are those of the embedder. */
export const vectors = onDatabase('vectors', async (pool, { config }) => {
  const settings = vectorSettings(config);
  // A look must not make the tables.
  if (settings.qdrant == null && !(await isThere(pool, 'telltale_vectors.space'))) {
    return await judge(pool, 'the database', 0, 'they are kept in the database, with the first episode');
  }
  const { openEmbedder, openVectorStore } = await import('@telltale/vectors');
  await using stack = new AsyncDisposableStack();
  const store = await openVectorStore({ pool, ...settings });
  stack.defer(() => store.close());
  const embedder = await openEmbedder(embedderSettings(config));
  stack.defer(() => embedder.close());
  await store.open(embedder.space);
  const count = await store.count();
  return await judge(pool, store.description, count, `${store.description}, ${formatQuantity(count, 'passages')}`);
});

/** A store that has nothing of episodes that are there is another one than their vectors were made for. */
async function judge(pool: Pool, store: string, count: number, fine: string): Promise<Finding> {
  const episodes = count > 0 ? 0 : await episodesToFind(pool);
  if (episodes === 0) return ok(fine);
  const message = `Of ${formatQuantity(episodes, 'episodes')} nothing is indexed in ${store}: words alone find them.`;
  return warn(message, 'Run "telltale reindex --yes".');
}

/** Those that are ready and have passages. */
async function episodesToFind(pool: Pool): Promise<number> {
  if (!(await isThere(pool, 'telltale_episode.chunk'))) return 0;
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM telltale_episode.episode e
      WHERE e.ready_at IS NOT NULL AND EXISTS (SELECT FROM telltale_episode.chunk c WHERE c.episode_id = e.id)`,
  );
  return rows[0]?.count ?? 0;
}

/** What is in the library, and what of deleted episodes is still somewhere. */
export const library = onDatabase('library', async (pool) => {
  if (!(await isThere(pool, 'telltale_episode.removal'))) return skipped('There are no tables yet.');
  const { rows } = await pool.query<{ episodes: number; left: number; error: string | null }>(
    `SELECT (SELECT count(*)::int FROM telltale_episode.episode) AS episodes,
            count(*) FILTER (WHERE attempts > 0)::int AS left, max(last_error) AS error
       FROM telltale_episode.removal`,
  );
  const { episodes = 0, left = 0, error = null } = rows[0] ?? {};
  if (left === 0) return ok(formatQuantity(episodes, 'episodes'));
  const message = `${formatQuantity(left, 'things')} of deleted episodes could not be removed yet${error === null ? '' : `: ${error}`}`;
  return warn(message, 'Mend that; workers try it again every minute.');
});

/** Which directories of podcasts are asked. */
export const indexes: Check = {
  name: 'indexes',
  look: async ({ config }) => {
    const { indexes } = episodeSettings(config);
    const names = indexes?.names ?? [];
    if (names.length === 0) return skipped('No directories of podcasts are configured.');
    const lacksKey = indexes?.podcastindexKey === undefined || indexes.podcastindexSecret === undefined;
    if (names.includes('podcastindex') && lacksKey) {
      const hint = 'Get them at api.podcastindex.org, and set podcastindex.apiKey and podcastindex.apiSecret.';
      return warn('podcastindex is not asked: it needs a key and a secret.', hint);
    }
    return ok(names.join(', '));
  },
};

/** A database of somebody else, which is only read. */
export const musicbrainz: Check = {
  name: 'musicbrainz',
  look: async ({ config }) => {
    const { url, schema } = config.musicbrainz;
    if (url === undefined) return skipped('No MusicBrainz database is configured.');
    const pool = createPool({ connectionString: url, application_name: 'telltale-doctor' });
    try {
      if (await isThere(pool, `${schema}.artist`)) return ok(`schema ${schema}`);
      return fail(`The database of MusicBrainz has no table ${schema}.artist.`, 'Set musicbrainz.schema.');
    } finally {
      await pool.end();
    }
  },
};

async function isThere(pool: Pool, table: string): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  return rows[0]?.there === true;
}
