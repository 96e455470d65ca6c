import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { audioFolder, chatter, ffmpeg, has, pcmOf, writeTones } from '../../test/audio.ts';
import { wavHeader } from './pcm.ts';
import { probeAudio } from './probe-audio.ts';

const signal = new AbortController().signal;
const hasFfmpeg = (await has('ffmpeg')) && (await has('ffprobe'));
let folder: string;
beforeAll(async () => {
  folder = await audioFolder();
  await writeTones(join(folder, 'talk.wav'), chatter(10));
});
afterAll(() => rm(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

async function write(name: string, content: string | Buffer): Promise<string> {
  await writeFile(at(name), content);
  return at(name);
}

test.each([
  { what: 'an empty file', content: '', code: 'audio_empty', says: 'it is empty' },
  { what: 'a web page', content: '<html><p>Geoblocked', code: 'audio_not_audio', says: 'it is a web page' },
  {
    what: 'a feed',
    content: '<rss version="2.0">',
    code: 'audio_not_audio',
    says: 'it is an XML document, such as a feed',
  },
  { what: 'text', content: 'Not Found', code: 'audio_not_audio', says: 'it is text' },
])('refuses $what, and says what it is', async ({ content, code, says }) => {
  const path = await write('episode.mp3', content);
  await expect(probeAudio(path, { signal })).rejects.toMatchObject({
    name: 'AudioUnreadableError',
    code,
    message: `The file cannot be used as audio: ${says}.`,
  });
});

describe('without ffmpeg', () => {
  beforeAll(() => {
    vi.stubEnv('PATH', '/nowhere');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  test('reads WAV, and leaves out the loudness', async () => {
    expect(await probeAudio(at('talk.wav'), { signal })).toEqual({
      container: 'wav',
      codec: 'pcm_s16le',
      durationS: 15,
      claimedDurationS: 15,
      truncated: false,
      channels: 1,
      sampleRate: 16_000,
      bitrate: 256_000,
      hasVideo: false,
      tags: { title: null, show: null, artist: null, date: null, language: null, chapters: [] },
      loudness: { integratedLufs: null, truePeakDb: null, silentShare: 0.2 },
    });
  });

  test('sees that a WAV file has lost its end', async () => {
    const pcm = pcmOf([{ seconds: 4, level: 0.5 }]);
    const path = await write('cut.wav', Buffer.concat([wavHeader(pcm.length * 4), pcm]));
    expect(await probeAudio(path, { signal })).toMatchObject({ durationS: 4, claimedDurationS: 16, truncated: true });
  });

  test('says how to get it for anything else', async () => {
    const path = await write(
      'episode.mp3',
      Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\0', 'latin1'), Buffer.alloc(99)]),
    );
    await expect(probeAudio(path, { signal })).rejects.toMatchObject({
      code: 'ffmpeg_missing',
      hint: expect.stringContaining('apt install ffmpeg'),
    });
  });
});

describe.skipIf(!hasFfmpeg)('with ffmpeg (skipped where it is not installed)', () => {
  test('decodes MP3, and reads its tags and chapters', async () => {
    const metadata = await write(
      'chapters.txt',
      ';FFMETADATA1\ntitle=The Lamp\nalbum=Harbour Talk\nartist=Anna\ndate=2024-05-01\n' +
        '[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=5000\ntitle=Hello\n' +
        '[CHAPTER]\nTIMEBASE=1/1000\nSTART=5000\nEND=15000\ntitle=The light\n',
    );
    await ffmpeg('-i', at('talk.wav'), '-i', metadata, '-map_metadata', '1', at('talk.mp3'));
    const facts = await probeAudio(at('talk.mp3'), { signal });
    expect(facts).toMatchObject({ container: 'mp3', codec: 'mp3', channels: 1, truncated: false, hasVideo: false });
    expect(facts.durationS).toBeCloseTo(15, 0);
    expect(facts.loudness.integratedLufs).toBeGreaterThan(-15);
    expect(facts.loudness.truePeakDb).toBeGreaterThan(-7.5);
    expect(facts.loudness.silentShare).toBeCloseTo(0.2, 1);
    expect(facts.tags).toEqual({
      title: 'The Lamp',
      show: 'Harbour Talk',
      artist: 'Anna',
      date: '2024-05-01',
      language: null,
      chapters: [
        { startS: 0, title: 'Hello', url: null },
        { startS: 5, title: 'The light', url: null },
      ],
    });
  });

  test('sees that an MP3 file has lost its end, whatever its header claims', async () => {
    await ffmpeg('-i', at('talk.wav'), at('cut.mp3'));
    await truncate(at('cut.mp3'), Math.floor((await readFile(at('cut.mp3'))).length / 2));
    const { durationS, claimedDurationS, truncated } = await probeAudio(at('cut.mp3'), { signal });
    expect(truncated).toBe(true);
    expect(durationS).toBeLessThan(9);
    expect(claimedDurationS).toBeGreaterThan(14);
  });

  test('takes the sound of a video, and no cover for a video', async () => {
    const picture = ['-f', 'lavfi', '-i', 'color=s=16x16:r=5:d=1'];
    await ffmpeg('-i', at('talk.wav'), ...picture, '-t', '1', at('film.mp4'));
    expect(await probeAudio(at('film.mp4'), { signal })).toMatchObject({ hasVideo: true, codec: 'aac' });
    const cover = ['-map', '0', '-map', '1', '-frames:v', '1', '-c:v', 'mjpeg', '-disposition:v', 'attached_pic'];
    await ffmpeg('-i', at('talk.wav'), ...picture, ...cover, at('cover.mp3'));
    expect(await probeAudio(at('cover.mp3'), { signal })).toMatchObject({ hasVideo: false });
  });

  test('refuses a video without sound', async () => {
    await ffmpeg('-f', 'lavfi', '-i', 'color=s=16x16:r=5:d=1', at('silent.mp4'));
    await expect(probeAudio(at('silent.mp4'), { signal })).rejects.toMatchObject({ code: 'audio_without_sound' });
  });

  test('refuses what is copy-protected', async () => {
    await ffmpeg('-i', at('talk.wav'), at('song.m4a'));
    const song = await readFile(at('song.m4a'));
    song.write('drms', song.indexOf('mp4a', song.indexOf('stsd')), 'latin1');
    const path = await write('song.m4p', song);
    await expect(probeAudio(path, { signal })).rejects.toMatchObject({ code: 'audio_protected' });
  });

  test('refuses what is damaged', async () => {
    const path = await write(
      'noise.mp3',
      Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(5_000, 0x5a)]),
    );
    await expect(probeAudio(path, { signal })).rejects.toMatchObject({ code: 'audio_corrupt' });
  });

  test('opens nothing that a playlist names', async () => {
    const path = await write('list.mp3', Buffer.from(`\0#EXTM3U\n#EXTINF:1,\nfile://${at('talk.wav')}\n`));
    await expect(probeAudio(path, { signal })).rejects.toMatchObject({ code: 'audio_corrupt' });
  });

  test('knows silence when it hears it', async () => {
    await writeTones(at('silence.wav'), [{ seconds: 3, level: 0 }]);
    expect((await probeAudio(at('silence.wav'), { signal })).loudness).toEqual({
      integratedLufs: null,
      truePeakDb: null,
      silentShare: 1,
    });
  });

  test('stops at once when it is told to', async () => {
    const reason = new Error('enough');
    await expect(probeAudio(at('talk.wav'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
