import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';

type Source = string | Uint8Array | AsyncIterable<Uint8Array> | { readonly path: string };

/** What the suite needs of an artifact store; the engine's interface, by structure. */
export interface ArtifactStoreShape {
  readonly description: string;
  put(artifact: {
    readonly runId: string;
    readonly contentType?: string;
    readonly source: Source;
    readonly signal?: AbortSignal;
  }): Promise<{ readonly location: string; readonly bytes: number; readonly sha256: string }>;
  open(
    location: string,
    range?: { readonly start: number; readonly end?: number },
  ): Promise<{
    readonly stream: Readable;
    readonly bytes: number;
    readonly range: { readonly start: number; readonly end: number } | null;
  }>;
  stat(location: string): Promise<{ readonly bytes: number } | null>;
  remove(location: string): Promise<void>;
  check(): Promise<void>;
}

export interface ArtifactStoreUnderTest {
  readonly store: ArtifactStoreShape;
  /** Names everything that the store holds, unfinished things and leftovers included. */
  contents(): Promise<readonly string[]>;
}

const RUN = 'episode-the.daily_42-run-1';
const LARGE_BYTES = 20_000_000;
const MISSING = `${RUN}/${'0'.repeat(64)}`;
const digits = Buffer.from('0123456789');

/** What every artifact store promises. `make` gives an empty store, and is called before each test. */
export function artifactStoreConformance(name: string, make: () => Promise<ArtifactStoreUnderTest>): void {
  describe(`${name}, as every artifact store,`, () => {
    let store: ArtifactStoreShape;
    let contents: ArtifactStoreUnderTest['contents'];

    beforeEach(async () => {
      ({ store, contents } = await make());
    });

    const put = (source: Source, signal?: AbortSignal) =>
      store.put({ runId: RUN, source, ...(signal === undefined ? {} : { signal }) });
    const read = async (location: string, range?: { start: number; end?: number }): Promise<Buffer> =>
      buffer((await store.open(location, range)).stream);

    describe('put', () => {
      test.each<[string, Buffer, () => Source]>([
        ['no bytes', Buffer.alloc(0), () => new Uint8Array()],
        ['no text', Buffer.alloc(0), () => ''],
        ['an empty stream', Buffer.alloc(0), () => streamOf()],
        ['one byte', Buffer.of(0), () => Uint8Array.of(0)],
        ['text', Buffer.from('Grüße, 你好'), () => 'Grüße, 你好'],
        ['bytes', digits, () => new Uint8Array(digits)],
        ['a view of a larger buffer', digits.subarray(2, 5), () => digits.subarray(2, 5)],
        ['a stream of odd chunks', digits, () => streamOf('0', '', '12', '3456789')],
        ['a Readable', digits, () => Readable.from([digits])],
        ['a web stream', digits, () => new Blob([digits]).stream()],
      ])('stores %s', async (_what, expected, source) => {
        const stored = await put(source());
        expect(stored).toEqual({
          location: `${RUN}/${sha256(expected)}`,
          bytes: expected.length,
          sha256: sha256(expected),
        });
        expect(await store.stat(stored.location)).toEqual({ bytes: expected.length });
        expect(await read(stored.location)).toEqual(expected);
      });

      test('stores a file and leaves it where it is', async () => {
        const path = await file(digits);
        const { location, bytes } = await put({ path });
        expect(bytes).toBe(10);
        expect(await read(location)).toEqual(digits);
        expect(await buffer(createReadStream(path))).toEqual(digits);
      });

      test.each<[string, (bytes: Buffer) => Promise<Source>]>([
        ['a stream', async (bytes) => chunksOf(bytes, 999_983)],
        ['a file', async (bytes) => ({ path: await file(bytes) })],
        ['bytes', async (bytes) => bytes],
      ])('stores 20 MB of %s', async (_what, source) => {
        const bytes = randomBytes(LARGE_BYTES);
        const stored = await put(await source(bytes));
        expect(stored).toEqual({ location: `${RUN}/${sha256(bytes)}`, bytes: LARGE_BYTES, sha256: sha256(bytes) });
        expect(sha256(await read(stored.location))).toBe(stored.sha256);
        expect(await contents()).toHaveLength(1);
      });

      test('copies what a stream gives, which may use its memory again', async () => {
        const chunk = Buffer.alloc(1);
        const { location } = await put(
          (async function* () {
            for (const digit of digits) {
              chunk[0] = digit;
              yield chunk;
            }
          })(),
        );
        expect(await read(location)).toEqual(digits);
      });

      test('keeps the same content once, whatever it came from', async () => {
        const first = await put('0123456789');
        const before = await contents();
        expect(before).toHaveLength(1);
        for (const again of [digits, streamOf('01234', '56789'), { path: await file(digits) }]) {
          expect(await put(again)).toEqual(first);
        }
        expect(await contents()).toEqual(before);
      });

      test('keeps the same large content once', async () => {
        const bytes = randomBytes(LARGE_BYTES);
        const first = await put(chunksOf(bytes, 1_000_000));
        const before = await contents();
        expect(await put(chunksOf(bytes, 500_000))).toEqual(first);
        expect(await put({ path: await file(bytes) })).toEqual(first);
        expect(await contents()).toEqual(before);
      });

      test('keeps the same content once if it comes twice at the same time', async () => {
        const bytes = randomBytes(LARGE_BYTES);
        const [one, two] = await Promise.all([put(chunksOf(bytes, 1_000_000)), put(chunksOf(bytes, 300_000))]);
        expect(one).toEqual(two);
        expect(await contents()).toHaveLength(1);
        expect(sha256(await read(one.location))).toBe(one.sha256);
      });

      test.each(['episode-.-run-1', 'episode-..-run-1', `e-${'s'.repeat(200)}-run-2147483647`, longestRunId()])(
        'takes the run id %s',
        async (runId) => {
          const { location } = await store.put({ runId, source: digits });
          expect(location).toBe(`${runId}/${sha256(digits)}`);
          expect(await read(location)).toEqual(digits);
        },
      );

      test('keeps runs apart whose ids differ in case, or only at their end', async () => {
        const ids = ['e-a-run-1', 'e-A-run-1', `${longestRunId()}`, longestRunId().replace(/7$/, '6')];
        const locations = [];
        for (const runId of ids) locations.push((await store.put({ runId, source: 'x' })).location);
        expect(await contents()).toHaveLength(ids.length);
        await store.remove(locations[0] ?? '');
        await store.remove(locations[2] ?? '');
        expect(await Promise.all(locations.map((location) => store.stat(location)))).toEqual([
          null,
          { bytes: 1 },
          null,
          { bytes: 1 },
        ]);
      });

      test.each(['', '..', '../x', 'x', 'Episode-x-run-1', 'e-x-run-0', 'e-a/b-run-1', 'e-x-run-1\0', '/e-x-run-1'])(
        'refuses the run id %j',
        async (runId) => {
          await expect(store.put({ runId, source: 'x' })).rejects.toMatchObject({ code: 'artifact_location_invalid' });
          expect(await contents()).toEqual([]);
        },
      );
    });

    describe('a put that fails', () => {
      const chunks = (bytes: number): Buffer[] =>
        Array.from({ length: bytes / 1_000_000 }, () => randomBytes(1_000_000));

      test.each([0, 1_000_000, 12_000_000])('leaves nothing of a source that throws after %i bytes', async (bytes) => {
        const failure = new Error('the microphone went away');
        await expect(
          put(
            (async function* () {
              yield* chunks(bytes);
              throw failure;
            })(),
          ),
        ).rejects.toBe(failure);
        expect(await contents()).toEqual([]);
      });

      test.each([0, 1_000_000, 12_000_000])('leaves nothing of a source that hangs after %i bytes', async (bytes) => {
        const controller = new AbortController();
        const reason = new Error('cancelled');
        await expect(
          put(
            (async function* () {
              yield* chunks(bytes);
              controller.abort(reason);
              await new Promise(() => undefined);
            })(),
            controller.signal,
          ),
        ).rejects.toBe(reason);
        expect(await contents()).toEqual([]);
      });

      test('closes a Readable when it is aborted', async () => {
        const controller = new AbortController();
        const reason = new Error('cancelled');
        const stream = new Readable({ read: () => controller.abort(reason) });
        await expect(put(stream, controller.signal)).rejects.toBe(reason);
        expect(stream.destroyed).toBe(true);
        expect(await contents()).toEqual([]);
      });

      test.each<[string, (bytes: Buffer) => Promise<Source>]>([
        ['a file', async (bytes) => ({ path: await file(bytes) })],
        ['bytes', async (bytes) => bytes],
      ])('does not begin to store %s if it is aborted before', async (_what, source) => {
        const reason = new Error('too late');
        await expect(put(await source(digits), AbortSignal.abort(reason))).rejects.toBe(reason);
        expect(await contents()).toEqual([]);
      });

      test('rejects with what a stream failed with before it was read', async () => {
        await expect(put(createReadStream('/nowhere/x.mp3'))).rejects.toMatchObject({ code: 'ENOENT' });
        expect(await contents()).toEqual([]);
      });

      test.each<[string, () => unknown]>([
        ['a file that is not there', () => ({ path: '/nowhere/x.mp3' })],
        ['a folder', () => ({ path: tmpdir() })],
        ['a stream of text', () => Readable.from([digits]).setEncoding('utf8')],
        ['a number', () => 1],
        ['nothing', () => undefined],
        ['some object', () => ({})],
      ])('refuses %s', async (_what, source) => {
        await expect(put(source() as Source)).rejects.toMatchObject({ code: 'artifact_source_invalid' });
        expect(await contents()).toEqual([]);
      });

      test('shows nothing of a file before all of it is there', async () => {
        const bytes = randomBytes(12_000_000);
        const location = `${RUN}/${sha256(bytes)}`;
        let seen: unknown = 'never looked';
        await put(
          (async function* () {
            yield* chunksOf(bytes, 1_000_000);
            seen = await store.stat(location);
          })(),
        );
        expect(seen).toBeNull();
        expect(await store.stat(location)).toEqual({ bytes: 12_000_000 });
      });
    });

    describe('open', () => {
      test.each<[string, { start: number; end?: number }, { start: number; end: number }, string]>([
        ['the first byte', { start: 0, end: 0 }, { start: 0, end: 0 }, '0'],
        ['the middle', { start: 3, end: 6 }, { start: 3, end: 6 }, '3456'],
        ['the last byte', { start: 9, end: 9 }, { start: 9, end: 9 }, '9'],
        ['all bytes', { start: 0, end: 9 }, { start: 0, end: 9 }, '0123456789'],
        ['all from a place on', { start: 7 }, { start: 7, end: 9 }, '789'],
        ['what there is of a longer range', { start: 8, end: 99 }, { start: 8, end: 9 }, '89'],
      ])('gives %s', async (_what, range, given, text) => {
        const { location } = await put(digits);
        const opened = await store.open(location, range);
        expect(String(await buffer(opened.stream))).toBe(text);
        expect(opened).toMatchObject({ bytes: 10, range: given });
      });

      test('says the size of a file that is given as a whole', async () => {
        const { location } = await put(digits);
        const opened = await store.open(location);
        expect(await buffer(opened.stream)).toEqual(digits);
        expect(opened).toMatchObject({ bytes: 10, range: null });
      });

      test.each([
        { start: 10 },
        { start: 10, end: 12 },
        { start: -1 },
        { start: -1, end: 3 },
        { start: 4, end: 3 },
        { start: 0.5 },
        { start: Number.NaN },
        { start: 0, end: Number.POSITIVE_INFINITY },
      ])('refuses the range %o of ten bytes', async (range) => {
        const { location } = await put(digits);
        await expect(store.open(location, range)).rejects.toMatchObject({ code: 'artifact_range_invalid' });
      });

      test('refuses every range of an empty file', async () => {
        const { location } = await put('');
        await expect(store.open(location, { start: 0 })).rejects.toMatchObject({ code: 'artifact_range_invalid' });
      });

      test.each([undefined, { start: 0 }])('says that a file is not there (range %o)', async (range) => {
        await expect(store.open(MISSING, range)).rejects.toMatchObject({
          code: 'artifact_not_found',
          details: { location: MISSING },
        });
      });

      test('gives a stream that can be left half-way', async () => {
        const { location } = await put(randomBytes(LARGE_BYTES));
        const { stream } = await store.open(location);
        for await (const chunk of stream) {
          expect(chunk).toBeInstanceOf(Uint8Array);
          break;
        }
        await finished(stream).catch(() => undefined); // It ends before its end, which counts as an error.
        expect(stream.destroyed).toBe(true);
      });
    });

    describe('stat and remove', () => {
      test('a file that is removed is gone, the others are not', async () => {
        const [gone, stays, elsewhere] = [
          await put('gone'),
          await put('stays'),
          await store.put({ runId: 'episode-other-run-2', source: 'gone' }),
        ];
        await store.remove(gone.location);
        expect(await store.stat(gone.location)).toBeNull();
        expect(await store.stat(stays.location)).toEqual({ bytes: 5 });
        expect(await store.stat(elsewhere.location)).toEqual({ bytes: 4 });
      });

      test('a file can be removed twice, at the same time too', async () => {
        const { location } = await put(digits);
        await Promise.all([store.remove(location), store.remove(location)]);
        await store.remove(location);
        await store.remove(MISSING);
        expect(await contents()).toEqual([]);
      });

      test('a file that was removed can be stored again', async () => {
        const first = await put(digits);
        await store.remove(first.location);
        expect(await put(digits)).toEqual(first);
        expect(await read(first.location)).toEqual(digits);
      });

      test('files of a run can be stored and removed at the same time', async () => {
        const old = await Promise.all(Array.from({ length: 10 }, (_, n) => put(`old ${n}`)));
        const stored = await Promise.all(
          old.map(async ({ location }, n) => (await Promise.all([put(`new ${n}`), store.remove(location)]))[0]),
        );
        expect(await contents()).toHaveLength(10);
        for (const { location } of stored) expect(await store.stat(location)).toEqual({ bytes: 5 });
      });
    });

    describe('a location', () => {
      const { length } = MISSING;
      test.each([
        '',
        '/',
        '.',
        '..',
        '../x',
        `../${'0'.repeat(64)}`,
        `/${MISSING}`,
        `${MISSING}/`,
        `${MISSING}\0`,
        `${MISSING}\n`,
        `${RUN}/../episode-other-run-1/${'0'.repeat(64)}`,
        `${RUN}/${'A'.repeat(64)}`,
        `.incoming/${'0'.repeat(64)}`,
        MISSING.slice(0, length - 1),
        '/etc/passwd',
        'x'.repeat(400),
      ])('is refused if no store gives it out: %j', async (location) => {
        const refusal = { code: 'artifact_location_invalid' };
        await expect(store.open(location)).rejects.toMatchObject(refusal);
        await expect(store.stat(location)).rejects.toMatchObject(refusal);
        await expect(store.remove(location)).rejects.toMatchObject(refusal);
      });
    });

    test('check passes and leaves nothing', async () => {
      await store.check();
      await store.check();
      expect(await contents()).toEqual([]);
    });

    test('the description says what it is', () => {
      expect(store.description).toMatch(/^(local folder|S3 bucket) \S/);
    });
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** 64 + 1 + 200 + 5 + 10 characters: longer than a file name may be. */
function longestRunId(): string {
  return `${'p'.repeat(64)}-${'s'.repeat(200)}-run-2147483647`;
}

async function* streamOf(...chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function* chunksOf(bytes: Buffer, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
}

async function file(bytes: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-artifact-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'source');
  await writeFile(path, bytes);
  return path;
}
