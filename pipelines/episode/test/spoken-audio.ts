import { writeFile } from 'node:fs/promises';

const RATE = 16_000;

/**
 * Writes a WAV file (16 kHz, mono) that sounds as speech does to what looks for pauses: noise, with half a second of silence
 * after each five. No two stretches of it are the same.
 */
export async function writeSpokenAudio(path: string, seconds: number): Promise<void> {
  const samples = Buffer.alloc(seconds * RATE * 2);
  let state = 1;
  for (let index = 0; index < seconds * RATE; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const isPause = (index / RATE) % 5.5 >= 5;
    samples.writeInt16LE(isPause ? 0 : (state >> 16) - 16_384, index * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.length, 40);
  await writeFile(path, Buffer.concat([header, samples]));
}
