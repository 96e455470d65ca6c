import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audioFolder, pcmOf } from '../../test/audio.ts';
import { LevelMeter } from './level-meter.ts';
import { wavHeader } from './pcm.ts';
import { readWavAsPcm, readWavFormat } from './wav-file.ts';

let path: string;
let folder: string;
beforeAll(async () => {
  folder = await audioFolder();
  path = join(folder, 'a.wav');
});
afterAll(() => rm(folder, { recursive: true }));

/** Two seconds of a tone, then one of silence, in another form. */
function wavOf({
  code,
  channels,
  sampleRate,
  bits,
}: {
  code: number;
  channels: number;
  sampleRate: number;
  bits: number;
}) {
  const width = bits / 8;
  const frames = 3 * sampleRate;
  const data = Buffer.alloc(frames * channels * width);
  for (let at = 0; at < frames * channels; at += 1) {
    const frame = Math.floor(at / channels);
    const sample = frame < 2 * sampleRate ? 0.5 * Math.sin((2 * Math.PI * 440 * frame) / sampleRate) : 0;
    if (code === 3) data.writeFloatLE(sample, at * width);
    else if (bits === 8) data.writeUInt8(Math.round(128 + 127 * sample), at);
    else data.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), at * width, width);
  }
  const header = wavHeader(data.length);
  header.writeUInt16LE(code, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt16LE(bits, 34);
  return Buffer.concat([header, data]);
}

async function listen(): Promise<LevelMeter> {
  const meter = new LevelMeter();
  for await (const chunk of readWavAsPcm(path, (await readWavFormat(path))!)) meter.push(chunk);
  return meter;
}

test.each([
  { code: 1, channels: 1, sampleRate: 16_000, bits: 16 },
  { code: 1, channels: 2, sampleRate: 44_100, bits: 16 },
  { code: 1, channels: 1, sampleRate: 8_000, bits: 8 },
  { code: 1, channels: 2, sampleRate: 48_000, bits: 24 },
  { code: 1, channels: 1, sampleRate: 22_050, bits: 32 },
  { code: 3, channels: 2, sampleRate: 48_000, bits: 32 },
])('brings $channels × $bits bits at $sampleRate Hz (code $code) to 16 kHz', async (form) => {
  await writeFile(path, wavOf(form));
  const { levels, durationS } = await listen();
  expect(durationS).toBeCloseTo(3, 2);
  expect(levels[50]).toBeCloseTo(-9, 0);
  expect(levels[145]).toBeLessThan(-45);
});

test('reads a file whose length was left open by a recorder', async () => {
  const pcm = pcmOf([{ seconds: 1, level: 0.5 }]);
  const header = wavHeader(0);
  header.writeUInt32LE(0xffffffff, 40);
  await writeFile(path, Buffer.concat([header, pcm]));
  expect((await listen()).durationS).toBe(1);
});

test('passes over what else is in the file', async () => {
  const pcm = pcmOf([{ seconds: 1, level: 0.5 }]);
  const [header, note] = [wavHeader(pcm.length), Buffer.from('LIST\x03\0\0\0abc\0', 'latin1')];
  await writeFile(path, Buffer.concat([header.subarray(0, 36), note, header.subarray(36), pcm]));
  expect((await listen()).durationS).toBe(1);
});

test('is for nothing but PCM', async () => {
  await writeFile(path, wavOf({ code: 6, channels: 1, sampleRate: 8_000, bits: 8 }));
  expect(await readWavFormat(path)).toBeNull();
  await writeFile(path, 'RIFF');
  expect(await readWavFormat(path)).toBeNull();
});

test('refuses a file without samples', async () => {
  await writeFile(path, wavHeader(0));
  await expect(listen()).rejects.toMatchObject({ code: 'audio_empty' });
});
