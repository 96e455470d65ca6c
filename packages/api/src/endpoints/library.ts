import { z } from 'zod';
import { cursor, limit, name, nextCursor, read, writtenInstant, yesOrNo } from '../schemas/common.ts';
import {
  deletedEpisodeSchema,
  editBody,
  episodeId,
  episodeSchema,
  episodeSummarySchema,
  language,
  reindexedSchema,
  removalSchema,
  segmentSchema,
  uploadSchema,
} from '../schemas/library.ts';
import { searchHitSchema } from '../schemas/search.ts';
import { SEARCH_MODES, TRANSCRIPT_FORMATS } from '../schemas/words.ts';
import { endpoint } from './endpoint.ts';

const viewed = { method: 'get', role: 'viewer', tag: 'library' } as const;
const ofEpisode = z.object({ episodeId });
const page = { limit: limit(500, 50), cursor: cursor.optional() };
const showName = name.max(255).meta({ description: 'The whole name of a show; upper and lower case are the same.' });

export const libraryEndpoints = {
  listEpisodes: endpoint({
    ...viewed,
    path: '/episodes',
    summary: 'Lists episodes, those that were published last first',
    query: z.object({
      text: z.string().max(500).optional().meta({ description: 'Words of the title, the show or the description.' }),
      show: showName.optional(),
      source: z.string().min(1).max(2_000).optional().meta({
        description: 'An address, or the SHA-256 of a file: only the episode that is known by it.',
      }),
      all: yesOrNo.optional().meta({ description: '`true`: also those that cannot be searched yet.' }),
      ...page,
    }),
    result: read({ episodes: z.array(episodeSummarySchema), nextCursor }),
    errors: ['library_missing', 'cursor_invalid'],
  }),

  getEpisode: endpoint({
    ...viewed,
    path: '/episodes/{episodeId}',
    summary: 'Tells all that is known of an episode, and what it was made with',
    description: 'Its transcript and its runs have addresses of their own; the subject of its runs is its id.',
    params: ofEpisode,
    result: read(episodeSchema.shape),
    errors: ['library_missing', 'episode_not_found'],
  }),

  getTranscript: endpoint({
    ...viewed,
    path: '/episodes/{episodeId}/transcript',
    summary: 'Gives the transcript of an episode with its times',
    params: ofEpisode,
    query: z.object({ words: yesOrNo.optional().meta({ description: '`true`: with the times of words.' }) }),
    result: read({ language: z.string().nullable(), segments: z.array(segmentSchema) }),
    errors: ['library_missing', 'episode_not_found'],
  }),

  downloadTranscript: endpoint({
    ...viewed,
    path: '/episodes/{episodeId}/transcript/file',
    summary: 'Downloads the transcript of an episode as WebVTT or as text',
    params: ofEpisode,
    query: z.object({
      format: z.enum(TRANSCRIPT_FORMATS).default('vtt').meta({ description: '`vtt` or `text`. Default: `vtt`.' }),
    }),
    raw: { contentType: 'text/vtt', description: 'The transcript; as text it is `text/plain`.' },
    errors: ['library_missing', 'episode_not_found', 'transcript_missing'],
  }),

  getEpisodeAudio: endpoint({
    ...viewed,
    path: '/episodes/{episodeId}/audio',
    summary: 'Gives the audio of an episode, or a part of it',
    description: 'With its content type, `ETag`, and `Range` for one range.',
    params: ofEpisode,
    headers: z.object({
      range: z.string().optional(),
      'if-none-match': z.string().optional(),
      'if-range': z.string().optional(),
    }),
    raw: { contentType: 'audio/mpeg', description: 'The file, in its own content type.' },
    errors: [
      'library_missing',
      'episode_not_found',
      'audio_missing',
      'media_not_found',
      'artifact_range_invalid',
      'artifact_store_failed',
    ],
  }),

  getEpisodeCover: endpoint({
    ...viewed,
    path: '/episodes/{episodeId}/cover',
    summary: 'Gives the picture of an episode',
    description: 'With its content type and `ETag`. It is PNG, JPEG, WebP, GIF or AVIF.',
    params: ofEpisode,
    query: z.object({
      v: z
        .string()
        .max(64)
        .optional()
        .meta({ description: 'As in `coverUrl`; the picture is the newest in any case.' }),
    }),
    headers: z.object({
      range: z.string().optional(),
      'if-none-match': z.string().optional(),
      'if-range': z.string().optional(),
    }),
    raw: { contentType: 'image/jpeg', description: 'The file, in its own content type.' },
    errors: [
      'library_missing',
      'episode_not_found',
      'cover_missing',
      'media_not_found',
      'artifact_range_invalid',
      'artifact_store_failed',
    ],
  }),

  editEpisode: endpoint({
    method: 'patch',
    role: 'operator',
    tag: 'library',
    path: '/episodes/{episodeId}',
    summary: 'Corrects what is known of an episode whose newest run failed',
    description:
      'Or was cancelled, or is not there any more. What is left out stays; `null` removes it. The answer is the episode as it is then; `used.fetch_details` says what was edited, and by whom. Go on by a retry of that run, or a rerun from `download`: where `fetch_details` is run again, what it finds takes the place of this.',
    params: ofEpisode,
    body: editBody,
    result: episodeSchema,
    errors: ['library_missing', 'episode_not_found', 'episode_busy', 'episode_not_failed'],
  }),

  deleteEpisode: endpoint({
    method: 'delete',
    role: 'operator',
    tag: 'library',
    path: '/episodes/{episodeId}',
    summary: 'Deletes an episode, with its transcript, its passages, its audio and its picture',
    description:
      'Its runs stay. What cannot be removed at once is in `left`, and is removed as soon as that can be done.',
    params: ofEpisode,
    result: deletedEpisodeSchema,
    errors: ['library_missing', 'episode_not_found', 'episode_busy'],
  }),

  listRemovals: endpoint({
    ...viewed,
    path: '/removals',
    summary: 'Lists what of deleted episodes has still to go, that which waits longest first',
    result: read({ removals: z.array(removalSchema) }),
    errors: ['library_missing'],
  }),

  searchPassages: endpoint({
    ...viewed,
    path: '/search',
    summary: 'Searches what was said, by words and by meaning',
    query: z.object({
      text: z.string().trim().min(1, 'expected something to search for').max(500).meta({
        description: 'What to look for: all of its words; `"…"` is a phrase, `or` either, `-word` without.',
      }),
      mode: z.enum(SEARCH_MODES).default('hybrid').meta({
        description: '`hybrid`, `words` or `meaning`. Default: `hybrid`, which puts both lists together.',
      }),
      show: showName.optional(),
      episode: episodeId.optional(),
      entity: z.coerce.number().int().positive().optional().meta({ description: 'Only passages that mention it.' }),
      language: language.optional(),
      from: writtenInstant.optional().meta({ description: 'Published at this moment or later.' }),
      to: writtenInstant.optional().meta({ description: 'Published before this moment.' }),
      limit: limit(100, 20),
    }),
    result: read({
      hits: z.array(searchHitSchema),
      degraded: z.string().nullable().meta({
        description: 'Why it is less than was asked for, in a sentence: meaning could not be searched.',
      }),
      tookMs: z.number(),
    }),
    errors: ['library_missing'],
  }),

  reindex: endpoint({
    method: 'post',
    role: 'operator',
    tag: 'library',
    path: '/library/reindex',
    summary: 'Removes all vectors, and starts runs that make them anew',
    description:
      'For another embedder or another store. Until an episode’s run has ended its passages are found by their words alone. Nothing is removed unless the new vectors can be made and kept.',
    result: reindexedSchema,
    errors: ['library_missing', 'embedding_failed', 'vector_store_failed'],
  }),

  uploadAudio: endpoint({
    method: 'post',
    role: 'operator',
    tag: 'library',
    path: '/uploads',
    summary: 'Takes an audio or video file, for a run of episode to work on',
    description: 'The body is the file as it is. The same file again is recognised by what is in it.',
    query: z.object({
      name: z
        .string()
        .min(1)
        .max(255)
        .regex(/^\P{Cc}*$/u, 'expected a name without control characters')
        .meta({ description: 'What the file is called.' }),
    }),
    upload: true,
    result: uploadSchema,
    creates: true,
    errors: ['library_missing', 'upload_missing', 'upload_too_large', 'not_audio', 'artifact_store_failed'],
  }),
};
