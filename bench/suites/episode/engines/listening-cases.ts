import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorker, definePipeline } from '@telltale/engine';
import { createClient } from '@telltale/engine/client';
import { type SpeechEngine, transcribeInPieces, wordErrorRate } from '@telltale/speech';
import { z } from 'zod';
import type { BenchServer } from '../../../harness/bench-server.ts';
import type { Case, Figures } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { formatNumber } from '../../../harness/format.ts';
import { ARTIFACTS } from '../../engine/artifacts.ts';
import { logProblems } from '../../engine/log-problems.ts';
import type { Talk } from '../audio/make-audio.ts';
import type { Listener } from './listeners.ts';

export const barelyName = (kind: Listener['kind']): string => `bare-${kind}`;
export const inPiecesName = (kind: Listener['kind']): string => `pieces-${kind}`;

/** What there is to hear. */
export interface Talks {
  /** Speed and errors are of this one. */
  readonly talk: Talk;
  /** Errors alone; `null`: it is not there. */
  readonly jfk: Talk | null;
}

interface Heard {
  readonly text: string;
  readonly seconds: number;
}

/** An engine that is given the talk as it is, by nobody who keeps a record. */
export function bareCase({ kind, bare }: Listener, talks: Talks): Case[] {
  if (bare === null) return [];
  const hear = async (talk: Talk): Promise<Heard> => {
    const startedMs = clockMs();
    const text = await bare(talk);
    return { text, seconds: (clockMs() - startedMs) / 1000 };
  };
  return [{ name: barelyName(kind), headline, run: () => figuresOf(talks, hear) }];
}

/** The same by `transcribeInPieces`, in the step of a run: decoded, cut, each piece on record. */
export function inPiecesCase(server: BenchServer, { kind, engine }: Listener, talks: Talks): Case {
  return {
    name: inPiecesName(kind),
    headline,
    run: async () => {
      await using database = await server.freshDatabase();
      await using folder = await mkdtempDisposable(join(tmpdir(), 'telltale-bench-'));
      const pipeline = transcribing(engine, folder.path);
      const worker = await createWorker({
        url: database.url,
        pipelines: [pipeline],
        artifacts: ARTIFACTS,
        hooks: { log: logProblems },
      });
      const client = await createClient({ url: database.url });
      try {
        return await figuresOf(talks, async ({ path, durationS }) => {
          const { runId } = await client.submit(pipeline, { path, durationS });
          const end = await client.wait(pipeline, runId);
          if (end.state !== 'succeeded') throw new Error(`run ${runId} has ${end.state}`);
          return end.result;
        });
      } finally {
        await client.close();
        await worker.stop();
      }
    },
  };
}

function transcribing(engine: SpeechEngine, workFolder: string) {
  return definePipeline({
    name: 'transcribing',
    version: '1',
    input: z.object({ path: z.string(), durationS: z.number() }),
    subject: ({ durationS }) => `talk-${Math.round(durationS)}`,
    steps: ['transcribe'],
    run: ({ step, input }): Promise<Heard> =>
      step('transcribe', async (s) => {
        const startedMs = clockMs();
        const { segments } = await transcribeInPieces(s, { ...input, engine, language: 'en', workFolder });
        return { text: segments.map(({ text }) => text).join(' '), seconds: (clockMs() - startedMs) / 1000 };
      }),
  });
}

async function figuresOf({ talk, jfk }: Talks, hear: (talk: Talk) => Promise<Heard>): Promise<Figures> {
  const { text, seconds } = await hear(talk);
  return {
    seconds,
    timesRealTime: talk.durationS / seconds,
    errorPercent: 100 * wordErrorRate(talk.said, text).rate,
    ...(jfk === null ? {} : { jfkErrorPercent: 100 * wordErrorRate(jfk.said, (await hear(jfk)).text).rate }),
  };
}

function headline({ timesRealTime = Number.NaN, errorPercent = Number.NaN }: Figures): string {
  return `${formatNumber(timesRealTime)}× real time, ${formatNumber(errorPercent)}% of the words wrong`;
}
