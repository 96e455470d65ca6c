import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { html } from '@telltale/testing/web';
import { describe, expect, test } from 'vitest';
import { hostileWorld, rss } from '../test/hostile-world.ts';
import { libraryDatabase } from '../test/library.ts';

const run = promisify(execFile);
const hasFfmpeg = await run('ffmpeg', ['-version']).then(
  () => true,
  () => false,
);

const db = libraryDatabase();
const world = hostileWorld(db, {
  '/empty.mp3': () => ({ headers: { 'content-type': 'audio/mpeg' }, body: '' }),
  '/page.mp3': () => html('Sorry', 'This episode is for subscribers.'),
  '/feed': ({ place, url }) => ({
    headers: { 'content-type': 'application/rss+xml' },
    body: rss(
      `<title>E</title><enclosure url="${place.url('evil', url.searchParams.get('of') ?? '')}" type="audio/mpeg" length="9"/>`,
    ),
  }),
});

async function ffmpeg(name: string, ...args: readonly string[]): Promise<Buffer> {
  await run('ffmpeg', ['-v', 'error', ...args, join(world.folder, name)]);
  return await readFile(join(world.folder, name));
}
const SINE = ['-f', 'lavfi', '-i', 'sine'];
const PICTURE = ['-f', 'lavfi', '-i', 'color=s=16x16:r=5:d=1'];

test.each([
  ['/empty.mp3', /The file of evil\.test is empty/],
  ['/page.mp3', /What evil\.test sent is no audio: it is a web page/],
  ['/gone.mp3', /does not have the file \(status 404\)/],
])('an enclosure that is %s fails in download, and says what it is', async (path, why) => {
  const { step, code, message } = await world.end({ url: world.url(`/feed?of=${path}`) });
  expect({ step, code }).toEqual({ step: 'download', code: 'download_failed' });
  expect(message).toMatch(why);
});

test('an upload of which only the header is there fails in download, and stays to be looked at', async () => {
  const input = await world.uploaded(world.audio.subarray(0, 44), 'header.wav');
  const { step, code, message } = await world.end(input);
  expect({ step, code }).toEqual({ step: 'download', code: 'audio_corrupt' });
  expect(message).toMatch(/no sound could be read from it|it is damaged/);
});

test('silence is told as such where somebody would have listened', async () => {
  const silence = Buffer.from(world.audio);
  silence.fill(0, 44);
  const { step, code, message } = await world.end(await world.uploaded(silence, 'silence.wav'));
  expect({ step, code }).toEqual({ step: 'transcribe', code: 'no_speech' });
  expect(message).toMatch(/the audio is silent/);
});

test('a name is what the file is called, and never a place', async () => {
  const name = `../../etc/${'passwd\u202e'.repeat(20)}.wav`;
  const episodeId = await world.made(await world.uploaded(world.audio, name));
  const { name: saved, open, bytes } = await world.library.getAudio(episodeId);
  expect(saved.length).toBeLessThan(110);
  const { stream } = await open({ start: 40, end: 49 });
  expect(await buffer(stream)).toEqual(world.audio.subarray(40, 50));
  await expect(open({ start: bytes, end: bytes })).rejects.toMatchObject({ code: 'artifact_range_invalid' });
});

test('the same file from two at once is one file and one episode', async () => {
  const other = Buffer.from(world.audio);
  other.writeInt16LE(123, 1_000);
  const inputs = await Promise.all([world.uploaded(other, 'one.wav'), world.uploaded(other, 'two.wav')]);
  const made = await Promise.all(inputs.map((input) => world.end(input)));
  expect(new Set(made.map(({ episodeId }) => episodeId)).size).toBe(1);
});

test('an episode is not deleted under a run that works on it', async () => {
  const input = await world.uploaded(Buffer.concat([world.audio, Buffer.alloc(2)]), 'busy.wav');
  const { runId } = await world.client.submit('episode', input);
  const { rows } = await db.query<{ subject: string }>('SELECT subject FROM telltale.progress WHERE run_id = $1', [
    runId,
  ]);
  const asked = { episodeId: rows[0]?.subject ?? '' };
  const { signal } = new AbortController();
  // It may be through before it is asked for.
  const answer = await world.library.deleteEpisode(asked, { signal }).catch((error: unknown) => error);
  expect(answer).toMatchObject({ code: 'episode_busy' });
  await world.client.wait(runId);
  await world.library.deleteEpisode(asked, { signal });
  await expect(world.library.getEpisode(asked)).rejects.toMatchObject({ code: 'episode_not_found' });
});

describe.skipIf(!hasFfmpeg)('files that ffmpeg makes (needs ffmpeg)', () => {
  test('an MP3 file that breaks off is transcribed as far as it goes', async () => {
    const file = await ffmpeg('cut.mp3', ...SINE, '-t', '20');
    const { episodeId, events } = await world.end(await world.uploaded(file.subarray(0, file.length / 2)));
    expect(episodeId).not.toBeNull();
    expect(JSON.stringify(events)).toContain('The file breaks off');
  });

  test.each([
    [
      'a video without sound',
      'mute.mp4',
      () => ffmpeg('mute.mp4', ...PICTURE),
      'audio_without_sound',
      /a video without sound/,
    ],
    ['a file that is locked', 'song.m4p', locked, 'audio_protected', /copy-protected \(DRM\)/],
    ['noise behind the head of an MP3', 'noise.mp3', noise, 'audio_corrupt', /damaged/],
  ] as const)('%s fails in download, and says so', async (_what, name, make, problem, why) => {
    const { step, code, message } = await world.end(await world.uploaded(await make(), name));
    expect({ step, code }).toEqual({ step: 'download', code: problem });
    expect(message).toMatch(why);
  });

  test('of a video the sound is taken', async () => {
    const file = await ffmpeg('film.mp4', ...PICTURE, ...SINE, '-t', '3');
    expect(await world.made(await world.uploaded(file, 'film.mp4'))).toMatch(/^\w{16}$/);
  });

  test('tags that Postgres cannot store, or that are as large as a file, are taken as far as they go', async () => {
    const file = await ffmpeg('tagged.mp3', ...SINE, '-t', '2', '-metadata', `title=${'t'.repeat(50_000)}`);
    const at = file.indexOf('tttt', 0, 'latin1');
    file.write('\0\x01\0', at + 5, 'latin1');
    const episodeId = await world.made(await world.uploaded(file, 'tagged.mp3'));
    const { title } = await world.library.getEpisode({ episodeId });
    expect(title).toMatch(/^t{5}/);
    expect(title?.length).toBeLessThanOrEqual(500);
  });
});

async function locked(): Promise<Buffer> {
  const song = await ffmpeg('song.m4a', ...SINE, '-t', '1');
  song.write('drms', song.indexOf('mp4a', song.indexOf('stsd')), 'latin1');
  return song;
}

async function noise(): Promise<Buffer> {
  return Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(5_000, 0x5a)]);
}
