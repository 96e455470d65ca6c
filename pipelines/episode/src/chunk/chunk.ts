import { TelltaleError } from '@telltale/core';
import type { Step } from '@telltale/engine';
import { inTransaction } from '@telltale/ledger';
import type { Pool } from 'pg';
import { noteUsed } from '../store/note-used.ts';
import { readSegments } from '../transcribe/segments.ts';
import { CHUNK_WORDS, planChunks } from './plan-chunks.ts';

/** There is no transcript that could be cut. */
class NoSegmentsError extends TelltaleError {
  override readonly name = 'NoSegmentsError';
  constructor(episodeId: string) {
    super(`No transcript segments to chunk for episode ${episodeId}.`, {
      code: 'no_segments',
      hint: 'Run the episode again from step transcribe.',
      details: { episodeId },
    });
  }
}

/** Takes the place of all chunks of an episode, and of what was found in them, in one statement each. */
const DELETE = 'DELETE FROM telltale_episode.chunk WHERE episode_id = $1';
const INSERT = `
  INSERT INTO telltale_episode.chunk (episode_id, index, text, start_s, end_s, segment_start, segment_end)
  SELECT $1, c.place - 1, c."text", c."startS", c."endS", c."segmentStart", c."segmentEnd"
    FROM ROWS FROM (
           jsonb_to_recordset($2::jsonb) AS (
             "text" text, "startS" float8, "endS" float8, "segmentStart" int, "segmentEnd" int
           )
         ) WITH ORDINALITY AS c ("text", "startS", "endS", "segmentStart", "segmentEnd", place)
   ORDER BY c.place`;

/** Cuts an episode's transcript into chunks, in place of those that an earlier run made. Throws `NoSegmentsError`. */
export async function chunk(
  step: Step,
  { pool }: { readonly pool: Pool },
  episodeId: string,
): Promise<{ readonly chunks: number }> {
  const segments = await readSegments(pool, episodeId);
  if (segments.length === 0) throw new NoSegmentsError(episodeId);
  const chunks = planChunks(segments);
  await inTransaction(
    pool,
    async (transaction) => {
      await transaction.query(DELETE, [episodeId]);
      await transaction.query(INSERT, [episodeId, JSON.stringify(chunks)]);
      await noteUsed(transaction, episodeId, step.name, {
        with: `pieces of ${CHUNK_WORDS} words`,
        why: 'cut at the ends of segments; each begins with the last segment of the one before',
        chunks: chunks.length,
        segments: segments.length,
      });
    },
    { signal: step.signal },
  );
  return { chunks: chunks.length };
}
