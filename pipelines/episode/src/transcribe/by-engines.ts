import type { Step } from '@telltale/engine';
import {
  AudioTooLargeError,
  type SpeechEngine,
  SpeechEngineError,
  SpeechModelError,
  transcribeInPieces,
} from '@telltale/speech';
import { languageName, primaryLanguage } from '../ask/index.ts';
import type { MediaStore } from '../media/index.ts';
import { placeIn } from '../media/work-folder.ts';
import type { EpisodeAudio } from './episode-audio.ts';
import { NoTranscriberError, TranscriptionFailedError } from './errors.ts';
import type { MadeTranscript } from './made-transcript.ts';
import type { Refusals } from './refusals.ts';

export interface ListeningServices {
  readonly media: Pick<MediaStore, 'withFile'>;
  readonly engines: () => Promise<readonly SpeechEngine[]>;
  /** For files that are needed for a while. */
  readonly workFolder: string;
}

/** What says that an engine cannot do it, and will not the next time. */
type EngineFault = SpeechEngineError | SpeechModelError | AudioTooLargeError;

/**
 * Transcribes an episode's audio with the first engine that can. One that does not know the language is left out; one that
 * somebody has to mend first is noted, and the next one takes over. What may go better the next time is thrown: the step
 * then goes on with the same engine where it was. Throws `NoTranscriberError` and `TranscriptionFailedError`.
 */
export async function transcribeByEngines(
  step: Step,
  services: ListeningServices,
  audio: EpisodeAudio & { readonly episodeId: string },
  refusals: Refusals,
): Promise<MadeTranscript> {
  const { episodeId, sha256, durationS, language } = audio;
  const engines = await services.engines();
  const workFolder = placeIn(services.workFolder, 'speech');
  if (engines.length === 0) throw new NoTranscriberError(episodeId, null);
  let fault: EngineFault | null = null;
  for (const engine of engines) {
    const { description: source, languages } = engine;
    if (languages !== null && language !== null && !languages.includes(primaryLanguage(language))) {
      refusals.skipped(source, `it does not know ${languageName(language)}`);
      continue;
    }
    step.log(`${source} transcribes the audio.`);
    try {
      const transcript = await services.media.withFile(
        sha256,
        (path) => transcribeInPieces(step, { path, durationS, engine, language, workFolder }),
        { signal: step.signal },
      );
      return { transcript, with: source, why: refusals.why(whyThis(engine, audio)) };
    } catch (error) {
      fault = faultOf(error);
      if (fault === null || fault.retryable || step.signal.aborted) throw error;
      refusals.failed(source, fault.message);
    }
  }
  if (fault === null) throw new NoTranscriberError(episodeId, language);
  const { message, hint } = fault;
  throw new TranscriptionFailedError(episodeId, { message, hint, cause: fault });
}

/** The engine's own error, where a list of pieces failed with it. */
function faultOf(error: unknown): EngineFault | null {
  const cause = error instanceof Error ? error.cause : undefined;
  for (const each of [error, cause]) {
    if (each instanceof SpeechEngineError || each instanceof SpeechModelError || each instanceof AudioTooLargeError) {
      return each;
    }
  }
  return null;
}

function whyThis({ languages }: SpeechEngine, { language }: EpisodeAudio): string {
  const why = 'it is the best that is configured here';
  const only = languages?.length === 1 ? languages[0] : undefined;
  if (language !== null || only === undefined) return why;
  return `${why}; the language is not known, and is taken to be ${languageName(only)}, as it knows no other`;
}
