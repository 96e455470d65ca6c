import { z } from 'zod';
import { instant, writtenInstant } from './common.ts';

export const episodeId = z
  .string()
  .regex(/^[0-9a-z]{16}$/, 'expected the id of an episode: 16 lower-case letters and digits')
  .meta({ example: 'k3v9x0q2m7c4a1zd' });

export const seconds = z.number().nonnegative();

const entityId = z.int().positive();

export const coverUrl = z.string().nullable().meta({
  description: 'The picture that is kept here, another address for each picture; `null`: there is none.',
  example: '/api/v1/episodes/k3v9x0q2m7c4a1zd/cover?v=5f0c9a1e',
});

/** One episode in a list. */
export const episodeSummarySchema = z
  .object({
    episodeId,
    title: z.string().nullable(),
    showName: z.string().nullable(),
    description: z.string().nullable().meta({ description: 'In a list its beginning: 280 characters, then `…`.' }),
    publishedAt: instant.nullable(),
    durationS: seconds.nullable(),
    language: z.string().nullable().meta({ description: 'ISO 639-1.' }),
    imageUrl: z.string().nullable(),
    coverUrl,
    audioUrl: z.string().nullable().meta({ description: 'The publisher’s, or that of the file that is kept here.' }),
    readyAt: instant.nullable().meta({ description: 'When all of it was last made searchable.' }),
    createdAt: instant,
  })
  .meta({ id: 'EpisodeSummary' });

const chapterSchema = z.object({
  startS: seconds,
  title: z.string(),
  url: z.string().nullable(),
  imageUrl: z.string().nullable(),
});

/** What a step used to do its work; further fields are figures of that step. */
const usedSchema = z
  .looseObject({
    with: z.string().meta({ description: 'What did the work, in a short phrase.' }),
    why: z.string().meta({ description: 'Why that, and not something else.' }),
  })
  .meta({ id: 'Used' });

const storedAudioSchema = z.object({
  path: z.string().meta({ description: 'Of the file, on this server.' }),
  contentType: z.string(),
  bytes: z.number(),
});

const entityOfEpisodeSchema = z.object({
  entityId,
  type: z.string(),
  name: z.string(),
  wikidataId: z.string().nullable(),
  musicbrainzId: z.string().nullable(),
  mentions: z.int(),
  firstS: seconds.nullable().meta({ description: 'Of its first mention.' }),
});

export const episodeSchema = z.object({
  ...episodeSummarySchema.shape,
  description: z.string().nullable(),
  pageUrl: z.string().nullable(),
  canonicalUrl: z.string().nullable(),
  feedUrl: z.string().nullable(),
  guid: z.string().nullable(),
  country: z.string().nullable().meta({ description: 'ISO 3166-1, in lower case.' }),
  sourceKind: z.enum(['canonical', 'aggregator', 'unknown']),
  aggregatorProvider: z.string().nullable(),
  audioFormat: z.string().nullable(),
  audio: storedAudioSchema.nullable().meta({ description: '`null` until it was downloaded.' }),
  audioFacts: z.record(z.string(), z.unknown()).nullable().meta({ description: 'What the file itself says.' }),
  chapters: z.array(chapterSchema),
  segments: z.int().meta({ description: 'Of the transcript.' }),
  passages: z.int().meta({ description: 'That can be found by a search.' }),
  summary: z.string().nullable(),
  entities: z.array(entityOfEpisodeSchema).meta({ description: 'Those mentioned most often first.' }),
  used: z.record(z.string(), usedSchema).meta({ description: 'By step: what it used, and why.' }),
});

/** ISO 639-1. */
export const language = z
  .string()
  .regex(/^[a-z]{2,3}$/, 'expected a language such as en')
  .meta({ description: 'ISO 639-1.' });

const line = z
  .string()
  .trim()
  .min(1, 'expected a text; null removes the one that is there')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'expected a text of one line, without control characters');

const MAX_URL_CHARACTERS = 2_000;

/** As it is sent: a letter of some script takes nine characters there. */
const webAddress = z
  .url({ protocol: /^https?$/, error: 'expected an address that begins with http:// or https://' })
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'expected an address without control characters')
  .refine((url) => (URL.parse(url)?.href.length ?? 0) <= MAX_URL_CHARACTERS, {
    error: `expected an address of at most ${MAX_URL_CHARACTERS} characters, each that is not ASCII as %XX`,
  })
  .max(MAX_URL_CHARACTERS);

/** No podcast is older than the web, and Postgres knows no year 0. */
const published = writtenInstant.refine((at) => at >= '1990' && at < '2201', 'expected a day from 1990 to 2200');

export const editBody = z
  .strictObject({
    title: line.max(500).nullable().optional(),
    showName: line.max(255).nullable().optional(),
    description: z
      .string()
      .max(20_000)
      .regex(/^(?:[\t\n\r]|[^\p{Cc}\p{Cs}])*$/u, 'expected a text without control characters')
      .nullable()
      .optional(),
    publishedAt: published.nullable().optional(),
    imageUrl: webAddress.nullable().optional(),
    language: language.nullable().optional(),
    country: z
      .string()
      .regex(/^[a-z]{2}$/, 'expected a country such as gb')
      .nullable()
      .optional()
      .meta({ description: 'ISO 3166-1, in lower case.' }),
    audioUrl: webAddress
      .nullable()
      .optional()
      .meta({ description: 'Where `download` looks first. Another one than before is downloaded anew.' }),
  })
  .refine((changes) => Object.keys(changes).length > 0, { error: 'expected at least one field to be changed' })
  .meta({ example: { audioUrl: 'https://example.org/42.mp3' } });

export const segmentSchema = z
  .object({
    index: z.int(),
    startS: seconds,
    endS: seconds,
    text: z.string(),
    speaker: z.string().nullable(),
    words: z
      .array(z.object({ word: z.string(), start: seconds, end: seconds, confidence: z.number().optional() }))
      .nullable()
      .meta({ description: '`null` if they were not asked for, or have no times.' }),
  })
  .meta({ id: 'Segment' });

/** What of a deleted episode has still to go from outside of the database. */
export const removalSchema = z
  .object({
    kind: z.enum(['vectors', 'media']),
    key: z.string(),
    askedAt: instant,
    attempts: z.int(),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Removal' });

export const deletedEpisodeSchema = z.object({
  episodeId,
  left: z.array(removalSchema).meta({ description: 'What could not be removed yet; workers go on trying.' }),
});

export const reindexedSchema = z.object({
  embedder: z.string().meta({ description: 'What makes the vectors from now on.' }),
  store: z.string().meta({ description: 'Where they are kept.' }),
  started: z.int().meta({ description: 'Runs that were started.' }),
  fromTheStart: z.int().meta({
    description: 'Those of them that do everything again: no earlier run was left that they could go on from.',
  }),
  inFlight: z.array(z.object({ episodeId, runId: z.string() })).meta({
    description: 'Episodes that were left out: a run of theirs is in flight, and makes their vectors itself.',
  }),
});

export const uploadSchema = z.object({
  upload: z.string().meta({ description: 'Its SHA-256: what a run of `episode` takes as `upload`.' }),
  bytes: z.number(),
  contentType: z.string().meta({ description: 'By what is in it.' }),
  created: z.boolean().meta({ description: '`false`: the same file was there already.' }),
});
