import { inTransaction } from '@telltale/ledger';
import type { Segment } from '@telltale/speech';
import type { TestDatabase } from '@telltale/testing';
import { replaceSegments } from '../src/transcribe/segments.ts';

export interface StoredEpisode {
  readonly language?: string | null;
  readonly title?: string;
  readonly showName?: string;
  readonly segments?: readonly Segment[];
}

let made = 0;

/** An episode that is in the library already; gives its id. */
export async function storeEpisode(db: TestDatabase, episode: StoredEpisode = {}): Promise<string> {
  const { language = 'en', title = 'A lamp', showName = 'The Lamp Room', segments = [] } = episode;
  made += 1;
  const id = made.toString(36).padStart(16, '0');
  await db.query('INSERT INTO telltale_episode.episode (id, title, show_name, language) VALUES ($1, $2, $3, $4)', [
    id,
    title,
    showName,
    language,
  ]);
  await inTransaction(db.pool(), (transaction) => replaceSegments(transaction, id, segments));
  return id;
}

/** Segments of ten seconds, one for each text, each word with its second. */
export function segmentsOf(...texts: readonly string[]): readonly Segment[] {
  return texts.map((text, index) => ({
    start: index * 10,
    end: index * 10 + 10,
    text,
    words: text.split(' ').map((word, place) => ({ word, start: index * 10 + place, end: index * 10 + place + 1 })),
  }));
}

/** The row of an episode; with nothing in it if there is none. */
export async function episodeRow(db: TestDatabase, id: string): Promise<Readonly<Record<string, unknown>>> {
  const { rows } = await db.query('SELECT * FROM telltale_episode.episode WHERE id = $1', [id]);
  return rows[0] ?? {};
}
