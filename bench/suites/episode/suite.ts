import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUpDatabase } from '@telltale/engine/client';
import { migrateLibrary } from '@telltale/episode';
import pg from 'pg';
import { BenchServer } from '../../harness/bench-server.ts';
import type { Case } from '../../harness/case.ts';
import type { OpenSuite, Suite, SuiteOptions } from '../../harness/suite.ts';
import { type Clip, jfkClip, librivoxClips } from './audio/clips.ts';
import { makeHour, makeTalk } from './audio/make-audio.ts';
import { embedCase } from './embed/embed-case.ts';
import { findListeners, LISTENER_KINDS, type Listener, type ListenerSettings } from './engines/listeners.ts';
import { bareCase, barelyName, inPiecesCase, inPiecesName } from './engines/listening-cases.ts';
import { HOUR_KINDS, hourCase, movedHourCase } from './hour/hour-case.ts';
import { reportEpisode } from './report.ts';
import { SAMPLE_KINDS, sampleCase } from './sample/sample-case.ts';
import { searchCase, searchCaseName } from './search/search-case.ts';

const LISTENING = LISTENER_KINDS.flatMap((kind) => [barelyName(kind), inPiecesName(kind)]);
const HOURS = [...HOUR_KINDS.map(({ name }) => name), 'hour-moved'];
const SIZES = [1_000, 10_000, 100_000];
/** Not with `--quick`, unless nothing else is asked for. */
const LONG = ['hour-pocketsphinx', searchCaseName(100_000)];

export const episodeSuite: Suite = {
  name: 'episode',
  summary: 'what engines hear and how fast, an hour of audio, an episode from its page to the search, and the search',
  caseNames: [
    ...LISTENING,
    ...HOURS,
    ...SAMPLE_KINDS.map(({ name }) => name),
    ...SIZES.map(searchCaseName),
    'embed-local',
  ],
  open: openEpisodeSuite,
};

async function openEpisodeSuite(options: SuiteOptions): Promise<OpenSuite> {
  const { cases: asked, quick, skip } = options;
  const chosen = quick ? new Set([...asked].filter((name) => asked.size === 1 || !LONG.includes(name))) : asked;
  const left = [...asked].filter((name) => !chosen.has(name));
  if (left.length > 0) skip(`${left.join(', ')}: not with --quick`);
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'telltale-bench-'))).path;
  const server = stack.use(await BenchServer.start({ prepareTemplate }));
  const facts = [await server.facts()];
  const audible = await audibleCases(server, folder, { ...options, cases: chosen });
  const cases = [
    ...audible.cases,
    ...SAMPLE_KINDS.map((kind) => sampleCase(server, kind)),
    ...SIZES.map((size) => searchCase(server, size, quick ? 30 : 200)),
    embedCase(quick ? 64 : 640),
  ].filter(({ name }) => chosen.has(name));
  const resources = stack.move();
  return {
    cases,
    facts: [...facts, ...audible.facts],
    report: (results) => reportEpisode(results, SIZES),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

interface Audible {
  readonly cases: readonly Case[];
  readonly facts: readonly string[];
}

const NOTHING: Audible = { cases: [], facts: [] };

/** The cases that need recorded speech. */
async function audibleCases(server: BenchServer, folder: string, options: SuiteOptions): Promise<Audible> {
  const names = [...LISTENING, ...HOURS].filter((name) => options.cases.has(name));
  if (names.length === 0) return NOTHING;
  const clips = await librivoxClips();
  if (clips.length === 0) {
    options.skip(`${names.join(', ')}: apt install pocketsphinx-testdata`);
    return NOTHING;
  }
  const listeners = await findListeners(settingsFrom(process.env));
  const listening = await listeningCases(server, folder, clips, listeners, options);
  const hours = HOURS.some((name) => options.cases.has(name)) ? await hourCases(server, folder, clips, listeners) : [];
  return { cases: [...listening.cases, ...hours], facts: listening.facts };
}

async function listeningCases(
  server: BenchServer,
  folder: string,
  clips: readonly Clip[],
  listeners: readonly Listener[],
  { cases, quick, skip }: SuiteOptions,
): Promise<Audible> {
  if (!LISTENING.some((name) => cases.has(name))) return NOTHING;
  const missing = LISTENER_KINDS.filter((kind) => !listeners.some((listener) => listener.kind === kind));
  if (missing.length > 0) skip(`${missing.join(', ')}: not on this machine, or not configured`);
  const talk = await makeTalk(join(folder, 'talk.wav'), clips, quick ? 3 : 6);
  const clip = jfkClip(process.env.TELLTALE_BENCH_AUDIO);
  const jfk = clip === null ? null : await makeTalk(join(folder, 'jfk.wav'), [clip], 1);
  return {
    cases: listeners.flatMap((each) => [...bareCase(each, { talk, jfk }), inPiecesCase(server, each, { talk, jfk })]),
    facts: [
      `engines: ${listeners.map(({ engine }) => engine.description).join(', ')}`,
      `the talk: ${Math.round(talk.durationS)} s, ${talk.said.split(' ').length} words`,
    ],
  };
}

async function hourCases(
  server: BenchServer,
  folder: string,
  clips: readonly Clip[],
  listeners: readonly Listener[],
): Promise<readonly Case[]> {
  const path = await makeHour(folder, clips);
  const kinds = HOUR_KINDS.filter(
    ({ timesRealTime }) => timesRealTime !== null || listeners.some(({ kind }) => kind === 'pocketsphinx'),
  );
  return [...kinds.map((kind) => hourCase(server, kind, path)), movedHourCase(server, path)];
}

/** The names are those of the product's own configuration. */
function settingsFrom(env: NodeJS.ProcessEnv): ListenerSettings {
  const { TELLTALE_SPEECH_BASE_URL: baseUrl, TELLTALE_SPEECH_API_KEY: apiKey, TELLTALE_SPEECH_MODEL: model } = env;
  return {
    whisperModel: env.TELLTALE_SPEECH_WHISPER_MODEL,
    api:
      baseUrl === undefined
        ? undefined
        : { baseUrl, model: model ?? 'whisper-1', ...(apiKey === undefined ? {} : { apiKey }) },
  };
}

async function prepareTemplate(url: string): Promise<void> {
  await setUpDatabase(url, { createIfMissing: false });
  const pool = new pg.Pool({ connectionString: url });
  await migrateLibrary(pool);
  await pool.end();
}
