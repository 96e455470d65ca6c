import { toVtt } from '@telltale/speech';
import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import { TranscriptMissingError } from './errors.ts';
import { fileName } from './file-name.ts';
import type { EpisodeLibrary, TranscriptSegment } from './library.ts';
import { toText } from './to-text.ts';

interface Row extends Omit<TranscriptSegment, 'index'> {
  readonly index: number | null;
  readonly language: string | null;
  readonly title: string | null;
}

interface Transcript {
  readonly language: string | null;
  readonly title: string | null;
  readonly segments: readonly TranscriptSegment[];
}

/** See `EpisodeLibrary.getTranscript`. */
export async function readTranscript(
  pool: Pool,
  { episodeId, words = false }: Parameters<EpisodeLibrary['getTranscript']>[0],
): Promise<Transcript> {
  const { rows } = await pool.query<Row>(
    `SELECT e.language, e.title, s.index, s.start_s AS "startS", s.end_s AS "endS", s.text, s.speaker,
            CASE WHEN $2 THEN s.words END AS words
       FROM telltale_episode.episode e LEFT JOIN telltale_episode.segment s ON s.episode_id = e.id
      WHERE e.id = $1 ORDER BY s.index`,
    [episodeId, words],
  );
  const [first] = rows;
  if (first === undefined) throw new EpisodeNotFoundError(episodeId);
  const segments = rows.flatMap(({ language: _, title: __, index, ...segment }) =>
    index === null ? [] : [{ index, ...segment }],
  );
  return { language: first.language, title: first.title, segments };
}

/** See `EpisodeLibrary.getTranscriptFile`. */
export async function transcriptFile(
  pool: Pool,
  episodeId: string,
  format: 'vtt' | 'text',
): ReturnType<EpisodeLibrary['getTranscriptFile']> {
  const { title, language, segments } = await readTranscript(pool, { episodeId });
  if (segments.length === 0) throw new TranscriptMissingError(episodeId);
  const said = segments.map(({ startS: start, endS: end, text, speaker }) => ({
    ...{ start, end, text },
    ...(speaker === null ? {} : { speaker }),
  }));
  return format === 'vtt'
    ? {
        name: fileName(title, 'vtt'),
        contentType: 'text/vtt; charset=utf-8',
        text: toVtt({ language, segments: said }),
      }
    : { name: fileName(title, 'txt'), contentType: 'text/plain; charset=utf-8', text: toText(said) };
}
