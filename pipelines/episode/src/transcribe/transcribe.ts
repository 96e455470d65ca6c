import type { Step } from '@telltale/engine';
import { inTransaction } from '@telltale/ledger';
import type { OutboundPolicy } from '@telltale/outbound';
import { toVtt } from '@telltale/speech';
import type { Pool } from 'pg';
import { EpisodeNotFoundError } from '../errors.ts';
import { noteUsed } from '../store/note-used.ts';
import { type ListeningServices, transcribeByEngines } from './by-engines.ts';
import { detectLanguage } from './detect-language.ts';
import { readEpisodeAudio } from './episode-audio.ts';
import { NoSpeechError } from './errors.ts';
import { publishedTranscript } from './published-transcript.ts';
import { Refusals } from './refusals.ts';
import { replaceSegments } from './segments.ts';
import { tidySegments } from './tidy-segments.ts';

export interface TranscribeServices extends ListeningServices {
  readonly pool: Pool;
  /** What may be fetched for those who submit addresses. */
  readonly outbound: OutboundPolicy;
}

/** What `transcribe` tells of its work. */
export interface Transcribed {
  readonly with: string;
  readonly segments: number;
  /** ISO 639-1; `null`: nobody knows. */
  readonly language: string | null;
}

/**
 * Makes an episode's transcript, in place of the one that an earlier run made: the publisher's own if it fits the audio, else
 * by the best engine that there is. Throws `NoAudioError`, `NoSpeechError`, `NoTranscriberError`, `TranscriptionFailedError`,
 * and what an engine throws that may do better the next time.
 */
export async function transcribe(step: Step, services: TranscribeServices, episodeId: string): Promise<Transcribed> {
  const { pool, outbound } = services;
  const audio = await readEpisodeAudio(pool, episodeId);
  if (audio.isSilent) throw new NoSpeechError(episodeId, { silent: true });
  const refusals = new Refusals(step);
  const made =
    (await publishedTranscript(step, outbound, audio, refusals)) ??
    (await transcribeByEngines(step, services, { ...audio, episodeId }, refusals));
  const segments = tidySegments(made.transcript.segments);
  if (segments.length === 0) throw new NoSpeechError(episodeId, { silent: false, listener: made.with });
  const language = audio.language ?? made.transcript.language ?? (await detectLanguage(segments));
  const transcript = { language, segments };
  const files = [
    { name: 'transcript.json', contentType: 'application/json', source: JSON.stringify(transcript) },
    { name: 'transcript.vtt', contentType: 'text/vtt', source: toVtt(transcript) },
  ];
  for (const file of files) await step.artifact({ ...file, kind: 'transcript' });
  await inTransaction(
    pool,
    async (transaction) => {
      const { rowCount } = await transaction.query(
        'UPDATE telltale_episode.episode SET language = $2, updated_at = now() WHERE id = $1',
        [episodeId, language],
      );
      if (rowCount === 0) throw new EpisodeNotFoundError(episodeId);
      await replaceSegments(transaction, episodeId, segments);
      await noteUsed(transaction, episodeId, step.name, {
        with: made.with,
        why: made.why,
        segments: segments.length,
        ...(audio.language === null ? { detected: language } : {}),
      });
    },
    { signal: step.signal },
  );
  return { with: made.with, segments: segments.length, language };
}
