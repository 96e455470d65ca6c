import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Site, wav } from '@telltale/testing/web';
import { describe, expect, onTestFinished, test } from 'vitest';
import { served } from '../../test/audio-site.ts';
import { Downloads, sha256Of } from '../../test/downloads.ts';
import { libraryDatabase } from '../../test/library.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { FILE_NAME_SOURCE } from '../details/index.ts';

const db = libraryDatabase();
const runs = stepRuns(db);
const run = promisify(execFile);
const hasFfmpeg = await run('ffmpeg', ['-version']).then(
  () => true,
  () => false,
);

/** A file that ffmpeg makes. */
async function made(name: string, args: readonly string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-made-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await run('ffmpeg', ['-v', 'error', ...args, join(folder, name)]);
  return await readFile(join(folder, name));
}

/** Text that a WAV file has of itself: `INAM` is its title, `IPRD` the album. */
function tagged(file: Buffer, tags: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(tags).map(([id, text]) => chunk(id, Buffer.from(`${text}\0`)));
  const all = Buffer.concat([file, chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...entries]))]);
  all.writeUInt32LE(all.length - 8, 4);
  return all;
}

function chunk(id: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** Downloads a file to the end. */
async function downloaded(
  file: Buffer,
  given: Record<string, unknown> = {},
  pages: Readonly<Record<string, Site>> = {},
) {
  const stage = await Downloads.open(db, { '/a': (visit) => served(visit, file), ...pages });
  const chapters = pages['/chapters'] === undefined ? {} : { chapters_url: stage.url('/chapters') };
  const id = await stage.episode({ audio_url: stage.url('/a'), ...chapters, ...given });
  const { runId, end } = await runs.end('download', stage.body(id));
  expect(end).toMatchObject({ state: 'succeeded' });
  const { rows } = await db.query(
    'SELECT start_s, title, url FROM telltale_episode.chapter WHERE episode_id = $1 ORDER BY index',
    [id],
  );
  const events = await runs.events(runId);
  const logged = events.flatMap(({ type, data }) => (type === 'log.written' ? [data.message] : []));
  return { runId, row: await stage.row(id), chapters: rows, logged, stage, id };
}

test('what the details leave open is filled from the tags; what they say stays', async () => {
  const file = tagged(wav(5), { INAM: 'Of fog', IPRD: 'The Lamp' });
  const untitled = await downloaded(file);
  expect(untitled.row).toMatchObject({ title: 'Of fog', show_name: 'The Lamp' });
  expect(await runs.client.reader.getRun(untitled.runId)).toMatchObject({ title: 'Of fog · The Lamp' });
  const named = await downloaded(file, { title: 'Fog signals' });
  expect(named.row).toMatchObject({ title: 'Fog signals', show_name: 'The Lamp' });
  const used = { fetch_details: { with: 'the address', why: '', from: { title: FILE_NAME_SOURCE } } };
  const byName = await downloaded(file, { title: 'a', used });
  expect(byName.row).toMatchObject({ title: 'Of fog' });
});

test('an uploaded file is measured, and nothing is fetched', async () => {
  const { stage } = await downloaded(wav(1));
  const content = wav(9);
  const { signal } = new AbortController();
  const options = { name: 'a.wav', maxBytes: 1_000_000, signal };
  const { sha256 } = await stage.media.receiveUpload(pieces(content), options);
  const id = await stage.episode({ media: sha256, title: 'a' });
  expect(await runs.result('download', stage.body(id))).toEqual({
    source: 'library',
    bytes: content.length,
    sha256: sha256Of(content),
    durationS: 9,
  });
  expect(await stage.row(id)).toMatchObject({
    duration_s: 9,
    used: { download: { with: 'the uploaded file', why: 'there was nothing to download' } },
  });
});

async function* pieces(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

test('audio that is silent is taken, and told as such', async () => {
  const { row, logged } = await downloaded(wav(3));
  expect(row).toMatchObject({ duration_s: 3 });
  expect(logged).toContain('The audio is silent from beginning to end.');
});

describe('chapters', () => {
  const CHAPTERS = {
    version: '1.2.0',
    chapters: [
      { startTime: 60, title: 'Keepers', url: 'https://lamp.example/keepers' },
      { startTime: 0, title: 'Hello', url: 'javascript:alert(1)' },
      { startTime: 30, title: 'Only a picture', toc: false },
      { startTime: 90 },
    ],
  };
  const published = (body: string, status = 200): Readonly<Record<string, Site>> => ({
    '/chapters': () => ({ status, headers: { 'content-type': 'application/json+chapters' }, body }),
  });

  test('are the publisher’s, in order of time', async () => {
    const { chapters, stage, id } = await downloaded(wav(5), {}, published(JSON.stringify(CHAPTERS)));
    const expected = [
      { start_s: 0, title: 'Hello', url: null },
      { start_s: 60, title: 'Keepers', url: 'https://lamp.example/keepers' },
    ];
    expect(chapters).toEqual(expected);
    // A run that finds the file here replaces them, and adds none.
    await runs.result('download', stage.body(id));
    const { rows } = await db.query('SELECT title FROM telltale_episode.chapter WHERE episode_id = $1', [id]);
    expect(rows).toHaveLength(2);
  });

  test.each([
    ['that are not there', '', 404, /does not have the file \(status 404\)/],
    ['that are no JSON', '<html>', 200, /not in the form of Podcasting 2\.0/],
    ['of another form', '{"chapters": [{"start": "0:00"}]}', 200, /not in the form of Podcasting 2\.0/],
  ])('%s are left out, and told', async (_, body, status, why) => {
    const { chapters, logged } = await downloaded(wav(5), {}, published(body, status));
    expect(chapters).toEqual([]);
    const told = logged.filter((line) => line.startsWith("The publisher's chapters are left out: "));
    expect(told).toEqual([expect.stringMatching(why)]);
  });
});

describe.skipIf(!hasFfmpeg)('files that ffmpeg makes (needs ffmpeg)', () => {
  test('of a video the sound is taken', async () => {
    const inputs = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5', '-f', 'lavfi', '-i', 'sine'];
    const { row, logged } = await downloaded(await made('a.mp4', [...inputs, '-t', '2']));
    expect(row).toMatchObject({ duration_s: 2, audio_format: 'm4a', audio: { hasVideo: true } });
    expect(logged).toContain('The file is a video: its sound is taken.');
  });

  test('a file that breaks off is taken as far as it goes, and told as such', async () => {
    const file = await made('a.mp3', ['-f', 'lavfi', '-i', 'sine', '-t', '60']);
    const { row, logged } = await downloaded(file.subarray(0, file.length / 2));
    expect(row).toMatchObject({ audio: { truncated: true } });
    expect(logged).toEqual([
      expect.stringMatching(/^The file breaks off: it says that it lasts 1 m 00 s, and ends after \d\d\.\d s\./),
    ]);
  });

  test('chapters in the file count where the publisher has none', async () => {
    const file = await made('a.mp3', [
      ...['-f', 'lavfi', '-i', 'sine', '-i', new URL('./fixtures/chapters.ffmetadata', import.meta.url).pathname],
      ...['-map_metadata', '1', '-t', '4'],
    ]);
    const { row, chapters } = await downloaded(file);
    expect(row).toMatchObject({ title: 'Of lamps', audio_format: 'mp3' });
    expect(chapters).toEqual([
      { start_s: 0, title: 'Oil', url: null },
      { start_s: 2, title: 'Gas', url: null },
    ]);
  });
});
