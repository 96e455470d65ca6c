import { inTransaction } from '@telltale/ledger';
import type { ClientBase, Pool } from 'pg';
import { audioFormatOf } from '../details/index.ts';
import { EpisodeNotFoundError } from '../errors.ts';
import { noteUsed, type Used } from '../store/note-used.ts';
import { EpisodeNotFailedError } from './errors.ts';
import { keepRunsAway } from './keep-runs-away.ts';
import type { EpisodeEdit } from './library.ts';

type Field = keyof EpisodeEdit['changes'];

const COLUMNS: Readonly<Record<Field, string>> = {
  title: 'title',
  showName: 'show_name',
  description: 'description',
  publishedAt: 'published_at',
  imageUrl: 'image_url',
  language: 'language',
  country: 'country',
  audioUrl: 'audio_url',
};

/** The source of what was edited, as people are told it. */
const EDITED_SOURCE = 'a person';

const FIELDS = Object.keys(COLUMNS) as readonly Field[];

/** See `EpisodeLibrary.editEpisode`. */
export async function editEpisode(pool: Pool, { episodeId, changes, by }: EpisodeEdit): Promise<void> {
  const edited = FIELDS.filter((field) => changes[field] !== undefined);
  await inTransaction(pool, async (transaction) => {
    const newest = await keepRunsAway(transaction, episodeId, 'edited');
    const used = await lockUsed(transaction, episodeId);
    if (newest?.state === 'succeeded') throw new EpisodeNotFailedError(episodeId, newest.runId);
    const columns: (readonly [string, unknown])[] = edited.map((field) => [COLUMNS[field], changes[field]]);
    // The format goes with the address: another file may be of another.
    if (changes.audioUrl !== undefined) columns.push(['audio_format', audioFormatOf(null, changes.audioUrl)]);
    const settings = columns.map(([column], index) => `, ${column} = $${index + 2}`);
    await transaction.query(
      `UPDATE telltale_episode.episode SET updated_at = now()${settings.join('')} WHERE id = $1`,
      [episodeId, ...columns.map(([, value]) => value)],
    );
    await noteUsed(transaction, episodeId, 'fetch_details', withEdit(used, edited, by));
  });
}

/** What is noted of an episode whose details no run could find. */
const NOTHING_FOUND: Used = { with: EDITED_SOURCE, why: 'the details were not found' };

interface DetailsUsed extends Used {
  /** For each field that was found, its source. */
  readonly from?: Readonly<Record<string, string>>;
  readonly edited?: readonly string[];
}

/** Throws `EpisodeNotFoundError`. */
async function lockUsed(transaction: ClientBase, episodeId: string): Promise<DetailsUsed> {
  const { rows } = await transaction.query<{ used: DetailsUsed | null }>(
    `SELECT used -> 'fetch_details' AS used FROM telltale_episode.episode WHERE id = $1 FOR UPDATE`,
    [episodeId],
  );
  const [row] = rows;
  if (row === undefined) throw new EpisodeNotFoundError(episodeId);
  return row.used ?? NOTHING_FOUND;
}

/** With the edited fields among those of earlier edits, and no longer from where they were found. */
function withEdit(used: DetailsUsed, edited: readonly Field[], by: string): DetailsUsed {
  return {
    ...used,
    from: { ...used.from, ...Object.fromEntries(edited.map((field) => [field, EDITED_SOURCE])) },
    edited: [...new Set([...(used.edited ?? []), ...edited])],
    editedBy: by,
  };
}
