import { type FileHandle, open } from 'node:fs/promises';
import { AudioUnreadableError } from '../errors.ts';
import { PCM_RATE } from './pcm.ts';

/** A WAV file whose samples are not compressed: the one kind that needs no ffmpeg. */
export interface WavFormat {
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
  readonly isFloat: boolean;
  /** Where the samples begin, and how many bytes of them are really there. */
  readonly dataStart: number;
  readonly dataBytes: number;
  /** How many bytes the file claims. */
  readonly claimedBytes: number;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const READ_FRAMES = 16_384;

/** `null`: it is something else. */
export async function readWavFormat(path: string): Promise<WavFormat | null> {
  await using file = await open(path);
  const { size } = await file.stat();
  if ((await bytesAt(file, 0, 12)).toString('latin1').replace(/^(RIFF).{4}/s, '$1') !== 'RIFFWAVE') return null;
  let format: Buffer | null = null;
  for (let at = 12; at + 8 <= size; ) {
    const head = await bytesAt(file, at, 8);
    const id = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    if (id === 'fmt ') format = await bytesAt(file, at + 8, Math.min(length, 40));
    if (id === 'data') return format === null ? null : toFormat(format, at + 8, length, size);
    at += 8 + length + (length % 2);
  }
  return null;
}

function toFormat(format: Buffer, dataStart: number, length: number, size: number): WavFormat | null {
  if (format.length < 16) return null;
  const tag = format.readUInt16LE(0);
  const code = tag === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : tag;
  const channels = format.readUInt16LE(2);
  const sampleRate = format.readUInt32LE(4);
  const bits = format.readUInt16LE(14);
  const readable = code === PCM ? [8, 16, 24, 32].includes(bits) : code === FLOAT && bits === 32;
  if (!readable || channels === 0 || sampleRate === 0) return null;
  const there = size - dataStart;
  // A recorder that was cut off, or wrote to a pipe, leaves a length of 0 or of all ones.
  const isOpen = length === 0 || length === 0xffffffff;
  const claimedBytes = isOpen ? there : length;
  return {
    channels,
    sampleRate,
    bits,
    isFloat: code === FLOAT,
    dataStart,
    dataBytes: Math.min(there, claimedBytes),
    claimedBytes,
  };
}

/** The samples as 16 kHz PCM: channels mixed, other rates brought to this one by linear interpolation. */
export async function* readWavAsPcm(path: string, wav: WavFormat): AsyncGenerator<Buffer> {
  await using file = await open(path);
  const frameBytes = (wav.channels * wav.bits) / 8;
  const frames = Math.floor(wav.dataBytes / frameBytes);
  if (frames === 0) throw new AudioUnreadableError('there is no sound in it', { code: 'audio_empty' });
  const step = wav.sampleRate / PCM_RATE;
  let last = 0;
  let position = 0; // of the next sample to make, in frames of the file
  for (let first = 0; first < frames; first += READ_FRAMES) {
    const count = Math.min(READ_FRAMES, frames - first);
    const mono = toMono(await bytesAt(file, wav.dataStart + first * frameBytes, count * frameBytes), wav);
    const made: number[] = [];
    for (; position <= first + mono.length - 1; position += step) {
      const index = Math.floor(position) - first;
      const before = index < 0 ? last : (mono[index] ?? 0);
      const after = mono[index + 1] ?? before;
      made.push(before + (after - before) * (position - Math.floor(position)));
    }
    last = mono.at(-1) ?? 0;
    yield toPcm(made);
  }
}

function toMono(bytes: Buffer, { channels, bits, isFloat }: WavFormat): Float32Array {
  const width = bits / 8;
  const read = (at: number): number => {
    if (isFloat) return bytes.readFloatLE(at);
    return bits === 8 ? (bytes.readUInt8(at) - 128) / 128 : bytes.readIntLE(at, width) / 2 ** (bits - 1);
  };
  return Float32Array.from({ length: bytes.length / (width * channels) }, (_, frame) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += read((frame * channels + channel) * width);
    return sum / channels;
  });
}

function toPcm(samples: readonly number[]): Buffer {
  const pcm = Buffer.alloc(samples.length * 2);
  for (const [index, sample] of samples.entries()) {
    pcm.writeInt16LE(Math.round(Math.max(-32_768, Math.min(32_767, sample * 32_768))), index * 2);
  }
  return pcm;
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
