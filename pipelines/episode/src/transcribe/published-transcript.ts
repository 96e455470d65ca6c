import { TelltaleError } from '@telltale/core';
import { type Step, stopKindOf } from '@telltale/engine';
import type { OutboundPolicy } from '@telltale/outbound';
import {
  checkAgainstDuration,
  parsePublishedTranscript,
  type Transcript,
  TranscriptUnusableError,
} from '@telltale/speech';
import { languageName, primaryLanguage } from '../ask/index.ts';
import type { PublishedTranscript } from '../feed/feed.ts';
import { detectLanguage } from './detect-language.ts';
import type { EpisodeAudio } from './episode-audio.ts';
import { fetchTranscript } from './fetch-transcript.ts';
import type { MadeTranscript } from './made-transcript.ts';
import type { Refusals } from './refusals.ts';

/** The best first: what tells most of times and speakers. Those that are not listed come last. */
const FORMATS = [
  { name: 'JSON', type: /json/ },
  { name: 'VTT', type: /vtt/ },
  { name: 'SRT', type: /srt|subrip/ },
  { name: 'HTML', type: /html/ },
];

/** So many are tried, each of which a site can be slow to send. */
const TRIED = 5;

/**
 * Takes the best of the transcripts that an episode's publisher offers, if one of them is in its language and fits the
 * audio; `null` if none does.
 */
export async function publishedTranscript(
  step: Step,
  outbound: OutboundPolicy,
  audio: EpisodeAudio,
  refusals: Refusals,
): Promise<MadeTranscript | null> {
  const { offered, language } = audio;
  if (offered.length === 0) refusals.missing('no transcript is published');
  let tried = 0;
  for (const each of offered.toSorted((left, right) => rankOf(left) - rankOf(right))) {
    const name = `the publisher's transcript (${FORMATS[rankOf(each)]?.name ?? each.type ?? 'of an unknown type'})`;
    if (isOther(each.language, language)) {
      refusals.skipped(name, otherLanguage(each.language, language));
      continue;
    }
    if (tried === TRIED) {
      step.log(`Only the best ${TRIED} of ${offered.length} published transcripts are tried.`);
      refusals.missing(`only the best ${TRIED} published transcripts are tried`);
      break;
    }
    tried += 1;
    try {
      const transcript = await takeTranscript(step, outbound, each, audio);
      const why = refusals.why('it is published with the episode and fits the audio');
      return { transcript, with: name, why };
    } catch (error) {
      if (!(error instanceof TelltaleError) || stopKindOf(error) !== null || step.signal.aborted) throw error;
      refusals.failed(name, error instanceof TranscriptUnusableError ? `${error.reason}.` : error.message);
    }
  }
  return null;
}

function rankOf({ type }: PublishedTranscript): number {
  const rank = FORMATS.findIndex((format) => format.type.test(type ?? ''));
  return rank === -1 ? FORMATS.length : rank;
}

function isOther(language: string | null, wanted: string | null): language is string {
  return language !== null && wanted !== null && primaryLanguage(language) !== primaryLanguage(wanted);
}

function otherLanguage(language: string, wanted: string | null): string {
  return `it is in ${languageName(language)}, and the episode in ${languageName(wanted ?? '')}`;
}

/** Throws `TranscriptUnusableError`, and what `guardedFetch` throws. */
async function takeTranscript(
  step: Step,
  policy: OutboundPolicy,
  offered: PublishedTranscript,
  { language, durationS }: EpisodeAudio,
): Promise<Transcript> {
  const { url } = offered;
  const { text, contentType } = await fetchTranscript(step, policy, offered);
  const { segments, language: told } = parsePublishedTranscript(text, { contentType, url });
  const misfit = checkAgainstDuration({ segments, language: told }, durationS);
  if (misfit !== null) throw new TranscriptUnusableError(misfit, { url });
  // What a feed says of it is often that of the show, or of a translation.
  const found = (await detectLanguage(segments)) ?? told ?? offered.language;
  if (isOther(found, language)) throw new TranscriptUnusableError(otherLanguage(found, language), { url });
  return { segments, language: found === null ? null : primaryLanguage(found) };
}
