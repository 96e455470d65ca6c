import type { Loudness } from '@telltale/speech';
import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import type { PublishedTranscript } from '../feed/feed.ts';
import { isSilent } from '../media/is-silent.ts';
import { NoAudioError } from './errors.ts';

/** What there is to transcribe of an episode. */
export interface EpisodeAudio {
  /** Of the file, in the media store. */
  readonly sha256: string;
  readonly durationS: number;
  /** ISO 639-1, if the details name it: what an earlier transcript was taken to be in need not be right. */
  readonly language: string | null;
  /** Transcripts that its publisher offers. */
  readonly offered: readonly PublishedTranscript[];
  readonly isSilent: boolean;
}

interface Row {
  readonly media: string | null;
  readonly duration_s: number | null;
  readonly language: string | null;
  readonly transcripts: readonly PublishedTranscript[];
  readonly loudness: Loudness | null;
}

/** Throws `EpisodeNotFoundError` and `NoAudioError`. */
export async function readEpisodeAudio(pool: Pool, episodeId: string): Promise<EpisodeAudio> {
  const { rows } = await pool.query<Row>(
    `SELECT media, duration_s, transcripts, nullif(language, used #>> '{transcribe,detected}') AS language,
            audio -> 'loudness' AS loudness
       FROM telltale_episode.episode WHERE id = $1`,
    [episodeId],
  );
  const [row] = rows;
  if (row === undefined) throw new EpisodeNotFoundError(episodeId);
  if (row.media === null || row.duration_s === null) throw new NoAudioError(episodeId);
  return {
    sha256: row.media,
    durationS: row.duration_s,
    language: row.language,
    offered: row.transcripts,
    isSilent: row.loudness !== null && isSilent(row.loudness),
  };
}
