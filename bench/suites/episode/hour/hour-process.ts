import { setTimeout as rest } from 'node:timers/promises';
import { createWorker } from '@telltale/engine';
import { openPocketSphinx, type SpeechEngine, transcribeInPieces } from '@telltale/speech';
import { parentChannel } from '@telltale/testing/child';
import { memoryOfDescendants } from '../../../harness/process-memory.ts';
import { ARTIFACTS } from '../../engine/artifacts.ts';
import { logProblems } from '../../engine/log-problems.ts';
import { randomNumbers } from '../../vectors/made-vectors.ts';
import { HOUR_S } from '../audio/make-audio.ts';
import { hourPipeline } from './hour-pipeline.ts';
import type { FromHourProcess, HourOrder, MemorySample, ToHourProcess } from './messages.ts';

/** A worker that transcribes an hour, and watches its memory: argv is an `HourOrder`. It lives until it is killed. */
const { url, path, folder, timesRealTime } = JSON.parse(process.argv[2] ?? '{}') as HourOrder;
process.noDeprecation = true; // See run.ts.
const SAMPLE_MS = 500;
const parent = parentChannel<FromHourProcess, ToHourProcess>();
const samples: MemorySample[] = [];
let sampling: NodeJS.Timeout | null = null;

const listens = timesRealTime === null ? openPocketSphinx() : madeUp(timesRealTime);
const engine: SpeechEngine = {
  ...listens,
  transcribe: async (input) => {
    sampling ??= setInterval(sample, SAMPLE_MS);
    // The file of a piece is named by its beginning.
    await parent.send({ type: 'piece', startMs: Number(/(\d+)\.\w+$/.exec(input.path)?.[1]) });
    return await listens.transcribe(input);
  },
};
await createWorker({
  url,
  pipelines: [hourPipeline(transcribe)],
  artifacts: ARTIFACTS,
  hooks: { log: logProblems },
});
await parent.send({ type: 'ready' });
await parent.message('memory');
clearInterval(sampling ?? undefined);
await parent.send({ type: 'memory', samples });

async function transcribe(step: Parameters<typeof transcribeInPieces>[0]): Promise<number> {
  const options = { path, durationS: HOUR_S, engine, language: 'en', workFolder: folder };
  return (await transcribeInPieces(step, options)).segments.length;
}

function sample(): void {
  samples.push({ rss: process.memoryUsage.rss(), programs: memoryOfDescendants(process.pid).pss });
}

/** An engine that takes its time, a fifth more or less, and hears the same in every piece. */
function madeUp(speed: number): SpeechEngine {
  const random = randomNumbers(1);
  return {
    kind: 'whisper',
    description: 'made-up engine',
    takes: { format: 'wav' },
    languages: null,
    maxPieceS: 75,
    transcribe: async ({ durationS, signal }) => {
      await rest((durationS / speed) * 1000 * (0.8 + 0.4 * random()), undefined, { signal });
      return { language: 'en', segments: [{ start: 0, end: durationS, text: 'This is what was said.' }] };
    },
  };
}
