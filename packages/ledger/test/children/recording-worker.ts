import { parentChannel } from '@telltale/testing';
import { openRecorder } from '../../src/record/recorder.ts';

export type FromWorker =
  | { type: 'ready' }
  | { type: 'acknowledged'; key: string }
  | { type: 'lost'; code: string; aborted: boolean }
  | { type: 'finished' };
export type ToWorker = { type: 'work'; items: number };

/** A process that works on one run: argv is url, run id, owner token, prefix of its item keys. */
const [url = '', runId = '', owner = '', prefix = ''] = process.argv.slice(2);
const parent = parentChannel<FromWorker, ToWorker>();
const recorder = await openRecorder({ url });
const run = recorder.run(runId, { owner });
await parent.send({ type: 'ready' });
const { items } = await parent.message('work');
try {
  await Promise.all(
    Array.from({ length: 20 }, async (_, lane) => {
      for (let n = lane; n < items; n += 20) {
        const key = `${prefix}-${n}`;
        await run.finishItem({ type: 'item.succeeded', step: 'transcribe', item: key, data: {} }, { result: n });
        await parent.send({ type: 'acknowledged', key });
      }
    }),
  );
  await parent.send({ type: 'finished' });
} catch (error) {
  await parent.send({ type: 'lost', code: (error as { code: string }).code, aborted: run.lost.aborted });
}
await recorder.close();
parent.close();
