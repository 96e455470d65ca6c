import { expect, test } from 'vitest';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { episodeRow, segmentsOf, storeEpisode } from '../../test/stored-episode.ts';
import { chunk } from './chunk.ts';

const db = libraryDatabase();
const runs = stepRuns(db);

const WORDS = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');

async function chunksOf(id: string) {
  const { rows } = await db.query('SELECT * FROM telltale_episode.chunk WHERE episode_id = $1 ORDER BY index', [id]);
  return rows;
}

test('a transcript is cut into chunks, which take the place of earlier ones and of what was found in them', async () => {
  const id = await storeEpisode(db, { segments: segmentsOf(WORDS, WORDS, WORDS, WORDS) });
  const run = () => runs.result('chunk', (step) => chunk(step, { pool: db.pool() }, id));
  expect(await run()).toEqual({ chunks: 2 });
  const first = await chunksOf(id);
  expect(first).toMatchObject([
    {
      index: 0,
      start_s: 0,
      end_s: 30,
      segment_start: 0,
      segment_end: 2,
      found: null,
      text: `${WORDS} ${WORDS} ${WORDS}`,
    },
    { index: 1, start_s: 20, end_s: 40, segment_start: 2, segment_end: 3 },
  ]);
  expect((await episodeRow(db, id)).used).toMatchObject({ chunk: { with: 'pieces of 150 words', chunks: 2 } });

  await db.query(`INSERT INTO telltale_episode.entity_type (key, name) VALUES ('person', 'Person')`);
  await db.query(`INSERT INTO telltale_episode.entity (type, name, name_key) VALUES ('person', 'Ada', 'ada')`);
  await db.query(
    `INSERT INTO telltale_episode.mention (entity_id, chunk_id) SELECT e.id, $1 FROM telltale_episode.entity e`,
    [first[0]?.id],
  );
  expect(await run()).toEqual({ chunks: 2 });
  expect(await chunksOf(id)).toMatchObject([{ index: 0 }, { index: 1 }]);
  expect((await db.query('SELECT FROM telltale_episode.mention')).rowCount).toBe(0);
});

test('without a transcript the step says so, and what to do', async () => {
  const id = await storeEpisode(db);
  const { message } = await runs.failure('chunk', (step) => chunk(step, { pool: db.pool() }, id));
  expect(message).toContain(
    `No transcript segments to chunk for episode ${id}. Next: run the episode again from step transcribe`,
  );
});
