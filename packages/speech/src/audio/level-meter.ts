import { PCM_RATE } from './pcm.ts';

/** How long the sound is whose level is one number, in seconds. Shorter than the shortest pause between two words. */
export const FRAME_S = 0.02;
/** Quieter than this, in dBFS, is silence. */
export const SILENCE_DB = -50;
/** The level of digital silence, in dBFS: the smallest step of 16 bits is −90. */
const FLOOR_DB = -100;

const FRAME_SAMPLES = FRAME_S * PCM_RATE;

/** Listens to 16 kHz PCM as it passes and keeps its level for each 20 ms: 180,000 numbers an hour. */
export class LevelMeter {
  #levels = new Float32Array(4_096);
  #frames = 0;
  #squares = 0;
  #samples = 0;
  #odd: number | null = null;

  /** Chunks of any length, which may end within a sample. */
  push(chunk: Uint8Array): void {
    let at = 0;
    if (this.#odd !== null && chunk.length > 0) {
      this.#add(((this.#odd | ((chunk[0] ?? 0) << 8)) << 16) >> 16);
      this.#odd = null;
      at = 1;
    }
    for (; at + 1 < chunk.length; at += 2) this.#add((((chunk[at] ?? 0) | ((chunk[at + 1] ?? 0) << 8)) << 16) >> 16);
    if (at < chunk.length) this.#odd = chunk[at] ?? 0;
  }

  #add(sample: number): void {
    this.#squares += sample * sample;
    this.#samples += 1;
    if (this.#samples === FRAME_SAMPLES) this.#endFrame();
  }

  #endFrame(): void {
    if (this.#frames === this.#levels.length) {
      const longer = new Float32Array(this.#levels.length * 2);
      longer.set(this.#levels);
      this.#levels = longer;
    }
    const mean = this.#squares / this.#samples / 32_768 ** 2;
    this.#levels[this.#frames] = Math.max(FLOOR_DB, 10 * Math.log10(mean));
    this.#frames += 1;
    this.#squares = 0;
    this.#samples = 0;
  }

  /** dBFS of each 20 ms, a last one that is shorter left out. */
  get levels(): Float32Array {
    return this.#levels.subarray(0, this.#frames);
  }

  /** Of everything that passed. */
  get durationS(): number {
    return (this.#frames * FRAME_SAMPLES + this.#samples) / PCM_RATE;
  }

  /** How much of it is silence, 0 to 1. */
  get silentShare(): number {
    const { levels } = this;
    if (levels.length === 0) return 1;
    let silent = 0;
    for (const level of levels) if (level < SILENCE_DB) silent += 1;
    return silent / levels.length;
  }
}

/** Whether there is nothing but silence from `startS` to `endS`. */
export function isSilent(levels: Float32Array, startS: number, endS: number): boolean {
  return levels.subarray(Math.floor(startS / FRAME_S), Math.ceil(endS / FRAME_S)).every((level) => level < SILENCE_DB);
}
