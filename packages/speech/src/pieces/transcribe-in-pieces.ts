import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatBytes, formatDuration } from '@telltale/core';
import type { ItemContext, Step } from '@telltale/engine';
import { extractPiece } from '../audio/extract-piece.ts';
import { isSilent } from '../audio/level-meter.ts';
import { type Piece, planPieces } from '../audio/plan-pieces.ts';
import { makeWorkCopy, type WorkCopy } from '../audio/work-copy.ts';
import type { SpeechEngine } from '../engine/speech-engine.ts';
import { SpeechEngineError } from '../errors.ts';
import { detectLanguage } from '../transcript/detect-language.ts';
import { languageCode } from '../transcript/language-code.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { clockTime } from './clock-time.ts';
import { shiftTranscript } from './shift-transcript.ts';

/** Requests to a service at a time. Local engines use all processors for one piece. */
const API_CONCURRENCY = 3;
const API_RETRIES = { attempts: 4, backoffMs: 2_000 };
/** Longest time of one piece, in ms: an engine that needs more than half an hour for a minute of speech does not work. */
const PIECE_TIMEOUT_MS = 30 * 60_000;
/** A service that asks for a longer wait is asked again after this, in ms. */
const LONGEST_WAIT_MS = 120_000;

export interface TranscribeOptions {
  /** Audio that `probeAudio` can read. */
  readonly path: string;
  readonly durationS: number;
  readonly engine: SpeechEngine;
  /** What it is said to be in, if that is known: `en`, `en-GB`. */
  readonly language: string | null;
  /** For a decoded copy while this runs: 115 MB for an hour. What a process that was killed left there may be removed. */
  readonly workFolder: string;
}

/**
 * Transcribes audio piece by piece, cut at pauses. Each piece is an item of the step, durable on its own: after a pause, a
 * crash or a retry only the missing ones are done. The key of a piece names the engine and its times, so that pieces of two
 * engines, or of two ways of cutting, never mix.
 *
 * Throws `SpeechEngineError`, `SpeechModelError`, `AudioUnreadableError`, `FfmpegMissingError`, `AudioTooLargeError`.
 */
export async function transcribeInPieces(step: Step, options: TranscribeOptions): Promise<Transcript> {
  const { path, durationS, engine, workFolder } = options;
  const language = languageCode(options.language);
  step.size(durationS, 'audio seconds');
  await mkdir(workFolder, { recursive: true });
  const folder = await mkdtemp(join(workFolder, 'speech-'));
  try {
    await prepare(step, engine);
    const { takes, maxPieceS } = engine;
    const copy = await step.action(
      'decode_audio',
      { for: engine.description },
      ({ signal }) => makeWorkCopy(path, { takes, folder, signal }),
      { output: (made) => ({ durationS: made.durationS }) },
    );
    const work: Work = { step, engine, language, copy, folder };
    const parts = await step.items(
      planPieces(copy.levels, { durationS: copy.durationS, maxPieceS }),
      {
        key: ({ startMs, endMs }) => `${engine.description} ${padded(startMs)}-${padded(endMs)}`,
        label: pieceName,
        unit: 'segments',
        ...(engine.kind === 'api' ? { concurrency: API_CONCURRENCY, retries: API_RETRIES } : {}),
      },
      (piece, item) => transcribePiece(work, piece, item),
    );
    return await inOne(parts, language);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Work {
  readonly step: Step;
  readonly engine: SpeechEngine;
  readonly language: string | null;
  readonly copy: WorkCopy;
  readonly folder: string;
}

async function prepare(step: Step, engine: SpeechEngine): Promise<void> {
  if (engine.prepare === undefined) return;
  const onProgress = (done: number, total: number) =>
    step.progress({ done: 0, current: `the model: ${formatBytes(done)} of ${formatBytes(total)}` });
  await step.action('prepare_engine', { engine: engine.description }, ({ signal }) =>
    engine.prepare?.({ signal, onProgress }),
  );
}

async function transcribePiece({ step, engine, language, copy, folder }: Work, piece: Piece, item: ItemContext) {
  const { startMs, endMs } = piece;
  const [startS, endS] = [startMs / 1_000, endMs / 1_000];
  // Engines make words up where nobody speaks.
  if (isSilent(copy.levels, startS, endS)) return item.skip('nothing but silence');
  const to = join(folder, `${padded(startMs)}.${engine.takes.format === 'wav' ? 'wav' : 'mp3'}`);
  try {
    const heard = await step.action(
      'transcribe',
      { label: pieceName(piece), engine: engine.description },
      async ({ signal }) => {
        await extractPiece(copy, piece, { takes: engine.takes, to, signal });
        const onProgress = (doneS: number) =>
          step.progress({ done: 0, current: `${clockTime(startS + doneS)} of ${clockTime(copy.durationS)}` });
        return await engine.transcribe({ path: to, durationS: endS - startS, language, signal, onProgress });
      },
      { timeoutMs: PIECE_TIMEOUT_MS, output: ({ segments }) => segments.map(({ text }) => text).join(' ') },
    );
    return shiftTranscript(heard, piece);
  } catch (error) {
    if (item.attempt < API_RETRIES.attempts) await restAsAsked(step, engine, item.signal, error);
    throw error;
  } finally {
    await rm(to, { force: true });
  }
}

/** Before another try, the wait that a service asked for. */
async function restAsAsked(step: Step, engine: SpeechEngine, signal: AbortSignal, error: unknown): Promise<void> {
  if (!(error instanceof SpeechEngineError) || error.waitMs === null || error.waitMs === 0) return;
  const waitMs = Math.min(error.waitMs, LONGEST_WAIT_MS);
  step.log(
    `${engine.description} asks for a wait of ${formatDuration(error.waitMs)}; waiting ${formatDuration(waitMs)}.`,
  );
  await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
}

async function inOne(parts: readonly (Transcript | undefined)[], language: string | null): Promise<Transcript> {
  const heard = parts.filter((part) => part !== undefined);
  const segments = heard.flatMap((part) => part.segments);
  const detected = mostFrequent(heard.flatMap((part) => part.language ?? []));
  const text = () => segments.map((segment) => segment.text).join(' ');
  return { segments, language: language ?? detected ?? (await detectLanguage(text())) };
}

function mostFrequent(values: readonly string[]): string | null {
  const groups = Object.entries(Object.groupBy(values, (value) => value));
  return groups.sort(([, one = []], [, other = []]) => other.length - one.length)[0]?.[0] ?? null;
}

/** So that keys sort by time. */
function padded(ms: number): string {
  return String(ms).padStart(8, '0');
}

/** What people call a piece: `0:43–1:38`. */
function pieceName({ startMs, endMs }: Piece): string {
  return `${clockTime(startMs / 1_000)}–${clockTime(endMs / 1_000)}`;
}
