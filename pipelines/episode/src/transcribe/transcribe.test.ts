import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Step } from '@telltale/engine';
import { OutboundPolicy } from '@telltale/outbound';
import { type SpeechEngine, SpeechEngineError } from '@telltale/speech';
import { paths, type SiteAnswer, type Sites, startSites } from '@telltale/testing/web';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { libraryDatabase } from '../../test/library.ts';
import { type EngineScript, scriptedEngine, sentence } from '../../test/scripted-engine.ts';
import { writeSpokenAudio } from '../../test/spoken-audio.ts';
import { stepRuns } from '../../test/step-runs.ts';
import { episodeRow, type StoredEpisode, storeEpisode } from '../../test/stored-episode.ts';
import { transcribe } from './transcribe.ts';

const db = libraryDatabase();
const runs = stepRuns(db);

const DURATION_S = 60;
/** Of no file: the media of these tests are one file, whatever they are called. */
const SHA256 = 'cd'.repeat(32);

let folder: string;
let sites: Sites;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-transcribe-'));
  await writeSpokenAudio(join(folder, 'audio.wav'), DURATION_S);
  sites = await startSites({ extra: { publisher: paths(FILES) } });
  await db.query(
    `INSERT INTO telltale_episode.media (sha256, location, bytes, content_type) VALUES ($1, 'there', 3, 'audio/wav')`,
    [SHA256],
  );
});
afterAll(async () => {
  await sites.close();
  await rm(folder, { recursive: true, force: true });
});

const LINES = Array.from({ length: 6 }, (_, index) => ({
  startTime: index * 10,
  endTime: index * 10 + 9,
  speaker: index % 2 === 0 ? 'Ada' : 'Grace',
  body: `This is line ${index} of what is said about the old lighthouse, and about those who lived in it.`,
}));

function json(value: unknown): SiteAnswer {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function vtt(lines: readonly string[], { lengthS = 10 } = {}): SiteAnswer {
  const time = (seconds: number) => new Date(seconds * 1_000).toISOString().slice(11, 23);
  const cues = lines.map((line, index) => `${time(index * lengthS)} --> ${time(index * lengthS + 9)}\n${line}`);
  return { headers: { 'content-type': 'application/octet-stream' }, body: ['WEBVTT', ...cues].join('\n\n') };
}

const GERMAN = LINES.map(
  (_, index) => `Das ist Zeile ${index} von dem, was hier über den alten Leuchtturm erzählt wird.`,
);

/** How often it has no time. */
let busy = 1;

const FILES = {
  '/good.json': () => json({ version: '1.0.0', segments: LINES }),
  '/good.vtt': () => vtt(LINES.map(({ body }) => body)),
  '/of-a-longer-one.vtt': () =>
    vtt(
      LINES.map(({ body }) => body),
      { lengthS: 100 },
    ),
  '/german.vtt': () => vtt(GERMAN),
  '/words.txt': () => ({ headers: { 'content-type': 'text/plain' }, body: 'Only words, and no times.' }),
  '/busy.vtt': () => {
    busy -= 1;
    return busy < 0 ? vtt(LINES.map(({ body }) => body)) : { status: 503, body: 'busy' };
  },
  '/latin.srt': () => ({
    headers: { 'content-type': 'application/srt; charset=iso-8859-1' },
    body: Buffer.from(`1\n00:00:01,000 --> 00:00:50,000\n${'Der Wärter läuft über die Brücke. '.repeat(10)}`, 'latin1'),
  }),
  '/gone.vtt': () => ({ status: 410, body: 'gone' }),
};

function offered(path: string, type: string, language: string | null = null) {
  return { url: sites.url('publisher', path), type, language };
}

interface Offer extends StoredEpisode {
  readonly offers?: readonly ReturnType<typeof offered>[];
  readonly audio?: unknown;
}

/** An episode whose audio is there. */
async function downloaded({ offers = [], audio = null, ...episode }: Offer = {}): Promise<string> {
  const id = await storeEpisode(db, episode);
  await db.query(
    'UPDATE telltale_episode.episode SET media = $2, duration_s = $3, transcripts = $4, audio = $5 WHERE id = $1',
    [id, SHA256, DURATION_S, JSON.stringify(offers), JSON.stringify(audio)],
  );
  return id;
}

function transcribing(id: string, ...engines: readonly SpeechEngine[]) {
  const services = {
    pool: db.pool(),
    media: {
      withFile: async <T>(_: string, use: (path: string) => Promise<T>) => await use(join(folder, 'audio.wav')),
    },
    outbound: new OutboundPolicy({ allowPrivate: sites.hosts, lookup: sites.lookup, ports: [sites.port] }),
    engines: async () => engines,
    workFolder: join(folder, 'work'),
  };
  return (step: Step) => transcribe(step, services, id);
}

async function segmentsOf(id: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { rows } = await db.query('SELECT * FROM telltale_episode.segment WHERE episode_id = $1 ORDER BY index', [id]);
  return rows;
}

/** An engine that notes what it is given. */
function noting(script: EngineScript = {}) {
  const heard: string[] = [];
  const { hears = sentence } = script;
  const engine = scriptedEngine({
    ...script,
    hears: (piece, input) => {
      heard.push(piece);
      return hears(piece, input);
    },
  });
  return { engine, heard };
}

/** One whose key is refused once it has heard so many pieces. */
function brokenEngine({ after }: { readonly after: number }): SpeechEngine {
  let left = after;
  return scriptedEngine({
    description: 'broken engine',
    hears: (piece, input) => {
      left -= 1;
      if (left >= 0) return { ...sentence(piece, input), segments: [{ start: 0, end: 1, text: 'Rubbish.' }] };
      const engine = 'broken engine';
      throw new SpeechEngineError('The key was refused.', {
        engine,
        code: 'speech_unauthorized',
        hint: 'Set another.',
      });
    },
  });
}

describe("the publisher's transcript", () => {
  test('is taken if it fits the audio, the format that tells most first; no engine is asked', async () => {
    const offers = [offered('/good.vtt', 'text/vtt'), offered('/good.json', 'application/json', 'en-GB')];
    const id = await downloaded({ offers });
    const { engine, heard } = noting();
    const { runId, end } = await runs.end('transcribe', transcribing(id, engine));
    const name = "the publisher's transcript (JSON)";
    expect(end).toMatchObject({ state: 'succeeded', result: { with: name, segments: 6, language: 'en' } });
    expect(heard).toEqual([]);
    expect(await segmentsOf(id)).toMatchObject(
      LINES.map(({ startTime, speaker, body }, index) => ({
        index,
        start_s: startTime,
        speaker,
        text: body,
        words: null,
      })),
    );
    expect((await episodeRow(db, id)).used).toMatchObject({
      transcribe: {
        with: name,
        why: 'it is published with the episode and fits the audio',
        segments: 6,
      },
    });
    const files = await runs.stored(runId);
    expect(JSON.parse(files['transcript.json'] ?? '')).toMatchObject({
      language: 'en',
      segments: [{ start: 0 }, {}, {}, {}, {}, {}],
    });
    expect(files['transcript.vtt']).toContain('<v Grace>This is line 1');
  });

  test('is refused if it does not fit, and said to be, with why; then the audio is transcribed', async () => {
    const offers = [
      offered('/german.vtt', 'text/vtt', 'de'),
      offered('/german.vtt', 'text/vtt'),
      offered('/of-a-longer-one.vtt', 'text/vtt'),
      offered('/gone.vtt', 'text/vtt'),
      offered('/words.txt', 'text/plain'),
      { url: 'http://169.254.169.254/latest/meta-data', type: 'application/srt', language: null },
    ];
    const id = await downloaded({ offers });
    const { runId, end } = await runs.end('transcribe', transcribing(id, scriptedEngine()));
    expect(end).toMatchObject({ state: 'succeeded', result: { with: 'scripted engine' } });
    const lines = (await runs.logged(runId)).filter((line) => line.startsWith("The publisher's"));
    expect(lines).toEqual([
      "The publisher's transcript (VTT) is left out: it is in German, and the episode in English.",
      "The publisher's transcript (VTT) does not do: it is in German, and the episode in English.",
      "The publisher's transcript (VTT) does not do: its last words are at 8:29, and the audio ends at 1:00.",
      "The publisher's transcript (VTT) does not do: the server answered with status 410.",
      expect.stringContaining("The publisher's transcript (SRT) does not do: 169.254.169.254 is refused"),
      expect.stringContaining("The publisher's transcript (text/plain) does not do: it is text without times"),
    ]);
    const { used } = await episodeRow(db, id);
    expect(used).toMatchObject({
      transcribe: {
        with: 'scripted engine',
        why: expect.stringMatching(/410; .*; it is the best that is configured here$/),
      },
    });
  });

  test('is asked for again where the site is only busy', async () => {
    const id = await downloaded({ offers: [offered('/busy.vtt', 'text/vtt')] });
    const { with: source } = await runs.result('transcribe', transcribing(id));
    expect(source).toBe("the publisher's transcript (VTT)");
    expect(busy).toBe(-1);
  });

  test('may be in another encoding than most', async () => {
    const id = await downloaded({ language: 'de', offers: [offered('/latin.srt', 'application/srt')] });
    await runs.result('transcribe', transcribing(id));
    expect(await segmentsOf(id)).toMatchObject([
      { text: expect.stringContaining('Der Wärter läuft über die Brücke.') },
    ]);
  });

  test('gives an episode without a language its own', async () => {
    const id = await downloaded({ language: null, offers: [offered('/german.vtt', 'text/vtt')] });
    await runs.result('transcribe', transcribing(id));
    expect(await episodeRow(db, id)).toMatchObject({ language: 'de' });
  });
});

describe('engines', () => {
  test('transcribe in pieces, in the order of the audio, in place of what an earlier run made', async () => {
    const id = await downloaded({ language: null });
    const { engine, heard } = noting();
    const first = await runs.result('transcribe', transcribing(id, engine));
    expect(first.segments).toBeGreaterThan(4);
    expect(await segmentsOf(id)).toMatchObject(heard.map((piece, index) => ({ index, text: `They say ${piece}.` })));
    expect(await episodeRow(db, id)).toMatchObject({ language: 'en' });

    const again = scriptedEngine({
      hears: () => ({
        segments: [{ start: 0, end: 1, text: 'Hm.', words: [{ word: 'Hm.', start: 0, end: 1 }] }],
        language: 'en',
      }),
    });
    await runs.result('transcribe', transcribing(id, again));
    const rows = await segmentsOf(id);
    expect(rows).toHaveLength(first.segments);
    expect(rows[0]).toMatchObject({ text: 'Hm.', words: [{ word: 'Hm.', start: 0, end: 1 }] });
  });

  test('one that somebody has to mend is told of, and the next one takes over, from the beginning', async () => {
    const id = await downloaded();
    const { engine, heard } = noting();
    const { runId, end } = await runs.end('transcribe', transcribing(id, brokenEngine({ after: 2 }), engine));
    expect(end).toMatchObject({ state: 'succeeded', result: { with: 'scripted engine' } });
    expect((await segmentsOf(id)).map(({ text }) => text)).toEqual(heard.map((piece) => `They say ${piece}.`));
    expect(await runs.logged(runId)).toContain('Broken engine does not do: The key was refused.');
    expect((await episodeRow(db, id)).used).toMatchObject({
      transcribe: {
        why: 'no transcript is published; broken engine does not do: The key was refused; it is the best that is configured here',
      },
    });
  });

  test('one that may do better the next time is not left: the step fails, and a retry goes on with the same engine', async () => {
    const id = await downloaded();
    let fails = true;
    const heard: string[] = [];
    const flaky = scriptedEngine({
      hears: (piece, input) => {
        if (fails && heard.length === 2) {
          throw new SpeechEngineError('The service is down.', {
            engine: 'flaky',
            code: 'speech_down',
            hint: 'Wait.',
            retryable: true,
          });
        }
        heard.push(piece);
        return sentence(piece, input);
      },
    });
    const other = noting({ description: 'the other one' });
    const { runId, message } = await runs.failure('transcribe', transcribing(id, flaky, other.engine));
    expect(message).toContain('The service is down.');
    expect(other.heard).toEqual([]);
    expect(await segmentsOf(id)).toEqual([]);
    fails = false;
    const retried = await runs.client.retry(runId);
    expect(await runs.client.wait(retried.runId)).toMatchObject({ state: 'succeeded' });
    expect(new Set(heard).size).toBe(heard.length);
    expect(await segmentsOf(id)).toHaveLength(heard.length);
  });

  test('one that does not know the language is left out; without any other the step says what to do', async () => {
    const id = await downloaded({ language: 'de' });
    const english = noting({ description: 'English only', languages: ['en'] });
    const { runId, message } = await runs.failure('transcribe', transcribing(id, english.engine));
    expect(message).toContain('Nothing here turns speech in German into text.');
    expect(message).toContain('set a speech API, or a whisper.cpp model for many languages');
    expect(english.heard).toEqual([]);
    expect(await runs.logged(runId)).toContain('English only is left out: it does not know German.');

    await runs.result('transcribe', transcribing(id, english.engine, scriptedEngine()));
    expect((await episodeRow(db, id)).used).toMatchObject({
      transcribe: {
        with: 'scripted engine',
        why: expect.stringContaining('English only is left out: it does not know German'),
      },
    });
  });

  test('where the language is not known, one that knows a single one takes it to be that, and says so', async () => {
    const id = await downloaded({ language: null });
    await runs.result('transcribe', transcribing(id, scriptedEngine({ languages: ['en'] })));
    expect((await episodeRow(db, id)).used).toMatchObject({
      transcribe: {
        why: expect.stringContaining('the language is not known, and is taken to be English, as it knows no other'),
      },
    });
  });

  test('what one took the language to be is no fact for the next run', async () => {
    const id = await downloaded({ language: null });
    await runs.result('transcribe', transcribing(id, scriptedEngine({ languages: ['en'] })));
    expect(await episodeRow(db, id)).toMatchObject({ language: 'en', used: { transcribe: { detected: 'en' } } });
    const told: (string | null)[] = [];
    const better = scriptedEngine({
      hears: (piece, input) => {
        told.push(input.language);
        return { ...sentence(piece, input), language: 'de' };
      },
    });
    await runs.result('transcribe', transcribing(id, better));
    expect(new Set(told)).toEqual(new Set([null]));
    expect(await episodeRow(db, id)).toMatchObject({ language: 'de' });
  });

  test('if all of them fail, the last one says why, and what was tried is listed', async () => {
    const id = await downloaded();
    const { end } = await runs.end('transcribe', transcribing(id, brokenEngine({ after: 0 })));
    expect(end).toMatchObject({
      state: 'failed',
      error: {
        message: expect.stringContaining('The audio could not be transcribed: The key was refused.'),
        report: { tried: [{ source: 'broken engine', outcome: 'error', note: 'The key was refused.' }] },
      },
    });
  });

  test('without any the step says what to do', async () => {
    const { message } = await runs.failure('transcribe', transcribing(await downloaded()));
    expect(message).toContain('There is nothing here that turns speech into text.');
    expect(message).toContain('install PocketSphinx');
  });
});

describe('stopped in the middle', () => {
  /** Begins to transcribe, and asks for a stop while the third piece is heard. Gives how the worker left the run. */
  async function stopped(id: string, ask: (runId: string) => Promise<unknown>) {
    const heard: string[] = [];
    const third = Promise.withResolvers<void>();
    let current: Step | null = null;
    const engine = scriptedEngine({
      hears: async (piece, input) => {
        if (heard.length === 2 && current !== null) {
          third.resolve();
          await untilStopIsKnown(current);
          current = null;
          input.signal.throwIfAborted();
        }
        heard.push(piece);
        return sentence(piece, input);
      },
    });
    const runId = await runs.start('transcribe', async (step) => {
      current ??= heard.length === 0 ? step : null;
      return await transcribing(id, engine)(step);
    });
    await third.promise;
    const left = runs.leaves(runId);
    await ask(runId);
    return { runId, heard, how: await left };
  }

  async function untilStopIsKnown(step: Step): Promise<void> {
    for (;;) {
      try {
        step.pausePoint();
      } catch {
        return;
      }
      await setImmediate();
    }
  }

  /** Every piece was heard once, and is there once. */
  async function expectWhole(id: string, heard: readonly string[]): Promise<void> {
    expect(heard.length).toBeGreaterThan(4);
    expect(new Set(heard).size).toBe(heard.length);
    expect((await segmentsOf(id)).map(({ text }) => text)).toEqual(heard.map((piece) => `They say ${piece}.`));
  }

  test('by a pause: the piece in work is heard to its end, and after the resume only the missing ones are', async () => {
    const id = await downloaded();
    const { runId, heard, how } = await stopped(id, (asked) => runs.client.pause(asked));
    expect(how).toBe('paused');
    expect(heard).toHaveLength(3);
    expect(await segmentsOf(id)).toEqual([]);
    await runs.client.resume(runId);
    expect(await runs.client.wait(runId)).toMatchObject({ state: 'succeeded' });
    await expectWhole(id, heard);
  });

  test('by a cancel: the engine is told at once, and a retry hears the missing pieces only', async () => {
    const id = await downloaded();
    const { runId, heard, how } = await stopped(id, (asked) => runs.client.cancel(asked));
    expect(how).toBe('cancelled');
    expect(heard).toHaveLength(2);
    expect(await segmentsOf(id)).toEqual([]);
    const retried = await runs.client.retry(runId);
    expect(await runs.client.wait(retried.runId)).toMatchObject({ state: 'succeeded' });
    await expectWhole(id, heard);
  });
});

describe('where nobody speaks', () => {
  test('silent audio is no work for an engine', async () => {
    const id = await downloaded({ audio: { loudness: { silentShare: 1, integratedLufs: null, truePeakDb: null } } });
    const { engine, heard } = noting();
    const { message } = await runs.failure('transcribe', transcribing(id, engine));
    expect(message).toContain('There is no speech to transcribe: the audio is silent.');
    expect(message).toContain('if it should not be silent, use another copy of it');
    expect(heard).toEqual([]);
  });

  test('audio in which nothing is heard fails the step with who heard nothing', async () => {
    const id = await downloaded({ audio: { loudness: { silentShare: 0.2, integratedLufs: -18, truePeakDb: -1 } } });
    const { message } = await runs.failure(
      'transcribe',
      transcribing(id, scriptedEngine({ hears: () => ({ segments: [], language: null }) })),
    );
    expect(message).toContain('There is no speech to transcribe: scripted engine heard none in the audio.');
  });

  test('without an audio file the step says so', async () => {
    const id = await storeEpisode(db);
    const { message } = await runs.failure('transcribe', transcribing(id, scriptedEngine()));
    expect(message).toContain(
      `No audio file to transcribe for episode ${id}. Next: run the episode again from step download`,
    );
  });
});
