import type { ClientBase, Pool } from 'pg';
import { storable } from '../text/storable.ts';

/** What a step used to do its work. Shown to people beside the episode. */
export interface Used {
  /** A short phrase: `the publisher's transcript (VTT)`. */
  readonly with: string;
  /** Why that, and not something better or worse: `no language model is configured`. */
  readonly why: string;
  readonly [figure: string]: unknown;
}

/** Notes what a step used for an episode, in the place of what an earlier run noted. In a transaction, give its client. */
export async function noteUsed(
  database: Pool | ClientBase,
  episodeId: string,
  step: string,
  used: Used,
): Promise<void> {
  await database.query(
    `UPDATE telltale_episode.episode
        SET used = jsonb_set(used, ARRAY[$2::text], $3::jsonb), updated_at = now()
      WHERE id = $1`,
    [episodeId, step, JSON.stringify(storable(used))],
  );
}
