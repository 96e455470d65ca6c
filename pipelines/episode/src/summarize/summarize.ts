import type { AgentModel } from '@telltale/agent';
import type { Step } from '@telltale/engine';
import { inTransaction } from '@telltale/ledger';
import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import { noteUsed, type Used } from '../store/note-used.ts';
import { readSegments, type StoredSegment } from '../transcribe/index.ts';
import { NoTranscriptError } from './errors.ts';
import { extractiveSummary } from './extractive-summary.ts';
import type { SummarizedEpisode } from './prompts.ts';
import { sentencesOf } from './sentences.ts';
import { summaryByModel } from './summary-by-model.ts';

export interface SummarizeServices {
  readonly pool: Pool;
  /** Gives `null` if no language model is configured. */
  readonly model: () => Promise<AgentModel | null>;
}

/** What `summarize` tells of its work. */
export interface Summarized {
  readonly with: string;
  readonly characters: number;
}

/**
 * Writes an episode's summary, in its language: by the language model that is configured, else of the sentences of the
 * transcript that say most. A model that fails fails the step. Throws `NoTranscriptError`, `ModelCallError`,
 * `UselessAnswerError`.
 */
export async function summarize(step: Step, services: SummarizeServices, episodeId: string): Promise<Summarized> {
  const { pool } = services;
  const episode = await readEpisode(pool, episodeId);
  const segments = await readSegments(pool, episodeId);
  if (segments.length === 0) throw new NoTranscriptError(episodeId);
  step.size(
    segments.reduce((sum, { text }) => sum + text.length, 0),
    'characters',
  );
  const model = await services.model();
  const { summary, used } =
    model === null ? byExtract(segments, episode) : await byModel(step, model, episode, segments);
  await inTransaction(
    pool,
    async (transaction) => {
      await transaction.query('UPDATE telltale_episode.episode SET summary = $2, updated_at = now() WHERE id = $1', [
        episodeId,
        summary,
      ]);
      await noteUsed(transaction, episodeId, step.name, used);
    },
    { signal: step.signal },
  );
  return { with: used.with, characters: summary.length };
}

async function byModel(
  step: Step,
  model: AgentModel,
  episode: SummarizedEpisode,
  segments: readonly StoredSegment[],
): Promise<{ readonly summary: string; readonly used: Used }> {
  const transcript = segments.map(({ text, speaker, startS, endS }) => ({
    text: speaker === null ? text : `${speaker}: ${text}`,
    startS,
    endS,
  }));
  const { summary, parts } = await summaryByModel(step, model, episode, transcript);
  return { summary, used: { with: model.id, why: 'it is the language model that is configured', parts } };
}

function byExtract(
  segments: readonly StoredSegment[],
  { language }: SummarizedEpisode,
): { readonly summary: string; readonly used: Used } {
  const sentences = sentencesOf(segments, language);
  const chosen = extractiveSummary(sentences);
  return {
    summary: chosen.map(closed).join(' '),
    used: {
      with: 'sentences of the transcript (extractive)',
      why: 'no language model is configured',
      sentences: chosen.length,
      of: sentences.length,
    },
  };
}

/** What ends in nothing would run into the next one. */
function closed(sentence: string): string {
  return /[\p{P}\p{S}]$/u.test(sentence) ? sentence : `${sentence} …`;
}

async function readEpisode(pool: Pool, episodeId: string): Promise<SummarizedEpisode> {
  const { rows } = await pool.query<SummarizedEpisode>(
    'SELECT title, show_name AS "showName", language FROM telltale_episode.episode WHERE id = $1',
    [episodeId],
  );
  const [episode] = rows;
  if (episode === undefined) throw new EpisodeNotFoundError(episodeId);
  return episode;
}
