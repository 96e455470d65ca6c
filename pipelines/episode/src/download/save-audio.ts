import { inTransaction } from '@telltale/ledger';
import type { AudioFacts } from '@telltale/speech';
import type { ClientBase, Pool } from 'pg';
import { FILE_NAME_SOURCE } from '../details/index.ts';
import { EpisodeNotFoundError } from '../errors.ts';
import { noteRemoval } from '../store/forget-episode.ts';
import { noteUsed, type Used } from '../store/note-used.ts';
import type { Chapter } from './chapters.ts';

/** All that the step found out, which takes the place of what it found out before. */
export interface AudioRecord {
  readonly sha256: string;
  readonly facts: AudioFacts;
  readonly chapters: readonly Chapter[];
  /** Takes the place of the address that is stored; `null`: that one stays. */
  readonly audioUrl: string | null;
  readonly used: Used;
}

/** What the episode is by then. */
export interface SavedAudio {
  readonly title: string | null;
  readonly showName: string | null;
  /** Another episode that had the same file first; `null`: none had. */
  readonly sameFile: string | null;
}

const TITLE_CHARACTERS = 500;
const SHOW_CHARACTERS = 255;
const URL_CHARACTERS = 2_000;

/** Writes it in one transaction. Throws `EpisodeNotFoundError`. */
export async function saveAudio(pool: Pool, episodeId: string, record: AudioRecord): Promise<SavedAudio> {
  return await inTransaction(pool, async (transaction) => {
    const named = await updateEpisode(transaction, episodeId, record);
    await replaceChapters(transaction, episodeId, record.chapters);
    await noteUsed(transaction, episodeId, 'download', record.used);
    return { ...named, sameFile: await noteSource(transaction, episodeId, record.sha256) };
  });
}

async function updateEpisode(
  transaction: ClientBase,
  episodeId: string,
  record: AudioRecord,
): Promise<Omit<SavedAudio, 'sameFile'>> {
  const { sha256, facts, audioUrl } = record;
  const { rows } = await transaction.query<{ media: string | null }>(
    'SELECT media FROM telltale_episode.episode WHERE id = $1 FOR UPDATE',
    [episodeId],
  );
  const [before] = rows;
  if (before === undefined) throw new EpisodeNotFoundError(episodeId);
  // It goes unless another episode has it. Before the new one is locked: who removes files locks in this order.
  if (before.media !== null && before.media !== sha256) await noteRemoval(transaction, 'media', before.media);
  const { rows: named } = await transaction.query<Omit<SavedAudio, 'sameFile'>>(
    `UPDATE telltale_episode.episode
        SET media = $2, duration_s = $3, audio = $4, audio_url = coalesce($5, audio_url),
            audio_format = coalesce($6, audio_format),
            title = CASE WHEN title <> '' AND used #>> '{fetch_details,from,title}' IS DISTINCT FROM $9 THEN title
                         ELSE coalesce($7, title) END,
            show_name = coalesce(nullif(show_name, ''), $8), updated_at = now()
      WHERE id = $1 RETURNING title, show_name AS "showName"`,
    [
      episodeId,
      sha256,
      Math.round(facts.durationS),
      JSON.stringify(facts),
      audioUrl !== null && audioUrl.length <= URL_CHARACTERS ? audioUrl : null,
      formatOf(facts),
      facts.tags.title?.slice(0, TITLE_CHARACTERS) ?? null,
      facts.tags.show?.slice(0, SHOW_CHARACTERS) ?? null,
      FILE_NAME_SOURCE,
    ],
  );
  return named[0] ?? { title: null, showName: null };
}

async function replaceChapters(
  transaction: ClientBase,
  episodeId: string,
  chapters: readonly Chapter[],
): Promise<void> {
  await transaction.query('DELETE FROM telltale_episode.chapter WHERE episode_id = $1', [episodeId]);
  await transaction.query(
    `INSERT INTO telltale_episode.chapter (episode_id, index, start_s, title, url, image_url)
     SELECT $1, place - 1, start_s, title, url, image_url
       FROM unnest($2::double precision[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
            AS given (start_s, title, url, image_url, place)`,
    [
      episodeId,
      chapters.map(({ startS }) => startS),
      chapters.map(({ title }) => title),
      chapters.map(({ url }) => url),
      chapters.map(({ imageUrl }) => imageUrl),
    ],
  );
}

/** By its file an episode is recognised when the file is submitted. The same file in two episodes leads to the first. */
async function noteSource(transaction: ClientBase, episodeId: string, sha256: string): Promise<string | null> {
  await transaction.query(
    `DELETE FROM telltale_episode.episode_source WHERE kind = 'sha256' AND episode_id = $1 AND value <> $2`,
    [episodeId, sha256],
  );
  const { rows } = await transaction.query<{ episode_id: string }>(
    `INSERT INTO telltale_episode.episode_source (kind, value, episode_id) VALUES ('sha256', $2, $1)
     ON CONFLICT (kind, value) DO UPDATE SET value = excluded.value RETURNING episode_id`,
    [episodeId, sha256],
  );
  const owner = rows[0]?.episode_id;
  return owner === undefined || owner === episodeId ? null : owner;
}

/** The usual ending of such a file; `null`: it has none. */
function formatOf({ codec, container }: AudioFacts): string | null {
  if (codec.startsWith('pcm_')) return 'wav';
  if (codec === 'aac') return container === 'aac' ? 'aac' : 'm4a';
  if (codec === 'vorbis') return 'ogg';
  return ['mp3', 'opus', 'flac'].includes(codec) ? codec : null;
}
