import { FRAME_S, SILENCE_DB } from './level-meter.ts';

/** A stretch of the audio, in whole milliseconds from its beginning. */
export interface Piece {
  readonly startMs: number;
  readonly endMs: number;
}

/** Pieces are aimed at this share of the longest: the rest is room to look for a pause on both sides. */
const AIM = 0.8;
const ROOM = 0.15;
/** A pause is at least so much quieter than the loudest of what is around it, in dB; music under speech is louder than silence. */
const PAUSE_BELOW_PEAK_DB = 30;
/** A stop consonant is quiet for up to about a tenth of a second; less than this is no pause. */
const SHORTEST_PAUSE_S = 0.12;
/** Without a pause: the middle of the quietest stretch of this length. */
const QUIETEST_S = 0.2;

/**
 * Cuts audio into pieces of about the same length, none longer than `maxPieceS`, in the middle of pauses. The same levels
 * give the same pieces. Where nobody ever pauses a cut is where it is quietest.
 *
 * `levels` as a `LevelMeter` has them, of the whole audio.
 */
export function planPieces(
  levels: Float32Array,
  { durationS, maxPieceS }: { readonly durationS: number; readonly maxPieceS: number },
): readonly Piece[] {
  const pieces: Piece[] = [];
  const endMs = Math.max(1, Math.round(durationS * 1_000));
  let startMs = 0;
  for (;;) {
    const leftS = (endMs - startMs) / 1_000;
    if (leftS <= maxPieceS) return [...pieces, { startMs, endMs }];
    // An equal share of what is left, so that the last piece is no stub.
    const aimS = leftS / Math.ceil(leftS / (maxPieceS * AIM));
    const fromS = startMs / 1_000 + aimS * (1 - ROOM);
    const toS = startMs / 1_000 + Math.min(maxPieceS, aimS * (1 + ROOM));
    const cutMs = Math.round(
      1_000 * FRAME_S * quietFrame(levels, Math.ceil(fromS / FRAME_S), Math.floor(toS / FRAME_S)),
    );
    pieces.push({ startMs, endMs: cutMs });
    startMs = cutMs;
  }
}

/** The middle of the longest pause within these frames, else of the quietest stretch; of equals the one nearest to their middle. */
function quietFrame(levels: Float32Array, from: number, to: number): number {
  const middle = (from + to) / 2;
  const pause = pausesIn(levels, from, to).reduce<Stretch | null>((best, stretch) => {
    const longer = stretch.length - (best?.length ?? 0);
    return longer > 0 || (longer === 0 && best !== null && isNearer(stretch, best, middle)) ? stretch : best;
  }, null);
  if (pause !== null && pause.length * FRAME_S >= SHORTEST_PAUSE_S) return middleOf(pause);
  return middleOf(quietestIn(levels, from, to));
}

/** Frames that follow each other. */
interface Stretch {
  readonly begin: number;
  readonly length: number;
}

function pausesIn(levels: Float32Array, from: number, to: number): readonly Stretch[] {
  let peak = Number.NEGATIVE_INFINITY;
  for (let frame = from; frame < to; frame += 1) peak = Math.max(peak, levels[frame] ?? SILENCE_DB);
  const threshold = Math.max(SILENCE_DB, peak - PAUSE_BELOW_PEAK_DB);
  const pauses: Stretch[] = [];
  let length = 0;
  for (let frame = from; frame <= to; frame += 1) {
    const isQuiet = frame < to && (levels[frame] ?? SILENCE_DB) <= threshold;
    if (!isQuiet && length > 0) pauses.push({ begin: frame - length, length });
    length = isQuiet ? length + 1 : 0;
  }
  return pauses;
}

function quietestIn(levels: Float32Array, from: number, to: number): Stretch {
  const length = Math.min(to - from, Math.round(QUIETEST_S / FRAME_S));
  const middle = (from + to) / 2;
  let quietest = { begin: from, length, sum: Number.POSITIVE_INFINITY };
  for (let begin = from; begin + length <= to; begin += 1) {
    let sum = 0;
    for (let frame = begin; frame < begin + length; frame += 1) sum += levels[frame] ?? SILENCE_DB;
    const stretch = { begin, length, sum };
    if (sum < quietest.sum || (sum === quietest.sum && isNearer(stretch, quietest, middle))) quietest = stretch;
  }
  return quietest;
}

function isNearer(one: Stretch, other: Stretch, to: number): boolean {
  return Math.abs(middleOf(one) - to) < Math.abs(middleOf(other) - to);
}

function middleOf({ begin, length }: Stretch): number {
  return begin + Math.floor(length / 2);
}
