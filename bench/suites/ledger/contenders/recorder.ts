import { openRecorder, type Recorder, type RunRecorder } from '@telltale/ledger';
import pg from 'pg';
import { chunks, inLanes } from '../../../harness/lanes.ts';
import type { Contender, OpenContender } from '../../../harness/throughput.ts';
import { itemSucceeded, RESULT } from '../item-events.ts';
import { makeRun, STEP } from '../make-run.ts';
import { StepProgress } from './step-progress.ts';

interface RecorderContender extends Omit<Contender, 'open'> {
  /** Works through one run's share of the keys. */
  readonly work: (run: RunRecorder, keys: readonly string[]) => Promise<void>;
  /** How many runs share the recorder at once. Default: 1. */
  readonly runs?: number;
  /** The table that holds a row an item. */
  readonly table: 'event' | 'item';
  /** Changes the schema first. */
  readonly alter?: string;
}

/** Items that are finished one by one, each acknowledged before its lane goes on. */
export function awaitedItems(lanes: number, runs: number, share: number): Contender {
  return recorderContender({
    name: runs === 1 ? `recorder-${lanes}` : `recorder-${runs}x${lanes}`,
    title: runs === 1 ? `finishItem, ${lanes} at a time` : `finishItem, ${runs} runs × ${lanes} at a time`,
    share,
    runs,
    rowsPerItem: 2,
    table: 'item',
    work: (run, keys) => {
      const progress = new StepProgress(run, keys);
      return inLanes(lanes, keys, async (key) => {
        progress.start(key);
        progress.finish(key);
        await run.finishItem(itemSucceeded(key), { result: RESULT });
      });
    },
  });
}

/** Items that nobody waits for one by one: an event row and an item row each. */
export const unawaitedItems = recorderContender({
  name: 'recorder-unawaited-items',
  title: 'finishItem, awaited all at the end',
  share: 12,
  rowsPerItem: 2,
  table: 'item',
  work: async (run, keys) => {
    const progress = new StepProgress(run, keys);
    const finished = keys.map((key) => {
      progress.start(key);
      progress.finish(key);
      return run.finishItem(itemSucceeded(key), { result: RESULT });
    });
    await Promise.all(finished);
  },
});

/** Events that nobody waits for: one row each. */
export const unawaitedEvents = eventContender('recorder-unawaited-events', 'event(), flushed() at the end');

/** The same events in a table as we did not make it. */
export const otherwise: readonly Contender[] = [
  eventContender('otherwise-index-at', 'event(), with an index on (at)', 'CREATE INDEX ON telltale.event (at)'),
  eventContender(
    'otherwise-index-type',
    'event(), with an index on (run, type, seq)',
    'CREATE INDEX ON telltale.event (run, type, seq)',
  ),
  eventContender(
    'otherwise-foreign-key',
    'event(), with a foreign key to the run',
    'ALTER TABLE telltale.event ADD FOREIGN KEY (run) REFERENCES telltale.progress (run)',
  ),
];

function eventContender(name: string, title: string, alter = ''): Contender {
  return recorderContender({
    name,
    title,
    share: 24,
    table: 'event',
    alter,
    work: async (run, keys) => {
      for (const key of keys) {
        const room = run.event(itemSucceeded(key));
        if (room !== undefined) await room;
      }
      await run.flushed();
    },
  });
}

function recorderContender({ work, runs: count = 1, table, alter = '', ...contender }: RecorderContender): Contender {
  return {
    ...contender,
    open: async (url): Promise<OpenContender> => {
      const recorder = await openRecorder({ url });
      const runs = await startRuns(url, recorder, count, alter);
      return {
        countDone: `SELECT count(*) FROM telltale.${table} WHERE ${table === 'item' ? 'outcome' : 'item'} IS NOT NULL`,
        work: async (keys) => {
          const shares = chunks(keys, Math.ceil(keys.length / runs.length));
          await Promise.all(runs.map((run, index) => work(run, shares[index] ?? [])));
        },
        [Symbol.asyncDispose]: () => recorder.close(),
      };
    },
  };
}

async function startRuns(url: string, recorder: Recorder, count: number, alter: string): Promise<RunRecorder[]> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(alter);
  const runs: RunRecorder[] = [];
  for (let number = 1; number <= count; number += 1) {
    const { runId, owner } = await makeRun(client, `subject-${number}`);
    const run = recorder.run(runId, { owner });
    await run.record({ type: 'run.started', data: { workerId: 'bench', attempt: 1 } });
    await run.record({ type: 'step.started', step: STEP, data: { number: 2, of: 3, attempt: 1 } });
    runs.push(run);
  }
  await client.end();
  return runs;
}
