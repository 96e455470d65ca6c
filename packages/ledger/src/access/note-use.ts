import type { Pool } from 'pg';
import { NOTE_USE } from './queries.ts';
import type { TokenRow } from './token.ts';

/** A token as the statements give it that are asked when it is used. */
export interface UsedTokenRow extends TokenRow {
  /** Whether its use has to be noted, which it is once a minute at most. */
  readonly due: boolean;
}

export async function noteUse(pool: Pool, { id, due }: UsedTokenRow): Promise<void> {
  if (!due) return;
  // Nobody is kept out because a note cannot be written: with a full disk people have to see what goes on.
  await pool.query({ text: NOTE_USE, values: [id] }).catch(() => undefined);
}
