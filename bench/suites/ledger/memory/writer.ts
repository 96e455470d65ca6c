import { openRecorder } from '@telltale/ledger';
import { parentChannel } from '@telltale/testing/child';
import { collectGarbage } from '../../../harness/collect-garbage.ts';
import { itemSucceeded } from '../item-events.ts';

/** Memory in use after so many events, in bytes: all of the process, and its live JavaScript objects. */
export interface MemorySample {
  readonly events: number;
  readonly rss: number;
  readonly heapUsed: number;
}

export type FromWriter = { type: 'sample'; sample: MemorySample } | { type: 'done' };

/** A process that records events as fast as the database takes them: argv is url, run id, owner, events, samples. */
const [url = '', runId = '', owner = '', events = '', samples = ''] = process.argv.slice(2);
const parent = parentChannel<FromWriter>();
const recorder = await openRecorder({ url });
const run = recorder.run(runId, { owner });
const every = Math.floor(Number(events) / Number(samples));
for (let written = 1; written <= Number(events); written += 1) {
  const room = run.event(itemSucceeded(`item-${written}`));
  if (room !== undefined) await room;
  if (written % every === 0) {
    collectGarbage();
    const { rss, heapUsed } = process.memoryUsage();
    await parent.send({ type: 'sample', sample: { events: written, rss, heapUsed } });
  }
}
await recorder.close();
await parent.send({ type: 'done' });
parent.close();
