import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { SpeechEngine } from '../engine/speech-engine.ts';
import { AudioTooLargeError, FfmpegFailedError } from '../errors.ts';
import { ffmpegFailed, runFfmpeg } from './ffmpeg.ts';
import { type Mp3Tier, tiersToTry } from './mp3-tiers.ts';
import { PCM_BYTES_PER_SECOND, wavHeader } from './pcm.ts';
import type { Piece } from './plan-pieces.ts';
import type { WorkCopy } from './work-copy.ts';

/** Longest time that encoding one piece may take, in ms. */
const ENCODE_MS = 300_000;
const PURPOSE = 'compress a piece of this file';

export interface ExtractOptions {
  readonly takes: SpeechEngine['takes'];
  /** The file to make. */
  readonly to: string;
  readonly signal: AbortSignal;
}

/** Writes one piece of a work copy to a file that an engine takes. Throws `AudioTooLargeError`, `FfmpegFailedError`, the signal's reason. */
export async function extractPiece(copy: WorkCopy, piece: Piece, { takes, to, signal }: ExtractOptions): Promise<void> {
  if (takes.format === 'wav') return await sliceWav(copy, piece, { to, signal });
  const durationS = (piece.endMs - piece.startMs) / 1_000;
  let bytes = 0;
  for (const tier of tiersToTry({ durationS, maxBytes: takes.maxBytes })) {
    await encodeMp3(copy, piece, tier, { to, signal });
    bytes = (await stat(to)).size;
    if (bytes <= takes.maxBytes) return;
  }
  throw new AudioTooLargeError(bytes, takes.maxBytes);
}

type Target = Pick<ExtractOptions, 'to' | 'signal'>;

async function sliceWav(copy: WorkCopy, piece: Piece, { to, signal }: Target): Promise<void> {
  const header = wavHeader(0).length;
  const from = byteAt(piece.startMs);
  const end = Math.min(byteAt(piece.endMs), byteAt(Math.floor(copy.durationS * 1_000)));
  const samples = createReadStream(copy.path, { start: header + from, end: header + end - 1 });
  await pipeline(
    async function* () {
      yield wavHeader(end - from);
      yield* samples;
    },
    createWriteStream(to),
    { signal },
  );
}

/** Of a whole sample. */
function byteAt(ms: number): number {
  return Math.round((ms * PCM_BYTES_PER_SECOND) / 2_000) * 2;
}

async function encodeMp3(copy: WorkCopy, piece: Piece, tier: Mp3Tier, { to, signal }: Target): Promise<void> {
  const limit = AbortSignal.timeout(ENCODE_MS);
  const cut = ['-ss', String(piece.startMs / 1_000), '-t', String((piece.endMs - piece.startMs) / 1_000)];
  const quality = ['-ac', '1', '-ar', String(tier.sampleRate), '-b:a', `${tier.bitrateK}k`, '-c:a', 'libmp3lame'];
  const args = ['-v', 'error', ...cut, '-i', `file:${copy.path}`, ...quality, '-f', 'mp3', `file:${to}`];
  try {
    const end = await runFfmpeg(args, { purpose: PURPOSE, signal: AbortSignal.any([signal, limit]) });
    if (end.code !== 0) throw ffmpegFailed(end, PURPOSE);
  } catch (error) {
    signal.throwIfAborted();
    if (error === limit.reason)
      throw new FfmpegFailedError(PURPOSE, { problem: 'it took longer than 5 min', cause: error });
    throw error;
  }
}
