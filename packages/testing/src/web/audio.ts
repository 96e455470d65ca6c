const FRAMES_PER_SECOND = 44_100 / 1152;
// MPEG 1 layer III, 32 kbit/s, 44.1 kHz, mono; all zeros after the header is silence.
const FRAME = Buffer.concat([Buffer.of(0xff, 0xfb, 0x10, 0xc4), Buffer.alloc(100)]);
const WAV_RATE = 8000;

/** Silence as an MP3 file, about 4 kB a second. */
export function mp3(seconds = 1): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(seconds * FRAMES_PER_SECOND) }, () => FRAME));
}

/** Silence as a WAV file: 8 kHz, 8 bits, mono. */
export function wav(seconds = 1): Buffer {
  const samples = Buffer.alloc(seconds * WAV_RATE, 0x80);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(WAV_RATE, 24);
  header.writeUInt32LE(WAV_RATE, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
