import { z } from 'zod';
import { ATTEMPT_OUTCOMES } from '../attempts.ts';
import { AUDIO_FORMATS } from '../audio-format.ts';
import { CONFIDENCES, SOURCE_KINDS } from '../details.ts';

const text = z.string().nullable();

/** What the agent gives back. */
export const wordSchema = z.object({
  outcome: z.enum(['ok', 'partial', 'not_a_podcast_episode', 'unreachable', 'extraction_failed']),
  details: z.object({
    title: text,
    show_name: text,
    description: text,
    published_at: text.describe('ISO 8601.'),
    image_url: text,
    language: text.describe('ISO 639-1.'),
    country: text.describe('ISO 3166-1, lower case.'),
    canonical_url: text.describe('The page of the episode at its own publisher.'),
    feed_url: text,
    guid: text,
    audio_url: text,
    audio_format: z.enum(AUDIO_FORMATS).nullable(),
    source_kind: z
      .enum(SOURCE_KINDS)
      .describe('Whose page the submitted address is: the publisher’s own, or an aggregator’s.'),
    aggregator_provider: text,
  }),
  report: z.object({
    attempted_sources: z.array(
      z.object({ source: z.string(), url_or_query: z.string(), outcome: z.enum(ATTEMPT_OUTCOMES), note: z.string() }),
    ),
    discovered_canonical_url: text,
    discovered_audio_url: text,
    cross_linked: z.boolean().describe('Whether details are from elsewhere than the submitted page.'),
    confidence: z.enum(CONFIDENCES),
    narrative: z.string().describe('What you did and why, in a few sentences.'),
    hints: z.array(z.string()).describe('What could help somebody who looks further.'),
  }),
  summary: z.string().describe('The end in one sentence of at most 140 characters.'),
});

export type Word = z.output<typeof wordSchema>;

/** Most characters of the summary: a model counts badly, so what is longer is cut. */
export const SUMMARY_CHARACTERS = 140;
