import { openRecorder } from '@telltale/ledger';
import { parentChannel } from '@telltale/testing/child';
import { collectGarbage } from '../../../harness/collect-garbage.ts';
import { itemSucceeded } from '../item-events.ts';

/** Memory in use, in bytes: all of the process, and its live JavaScript objects. */
export interface MemorySample {
  readonly rss: number;
  readonly heapUsed: number;
}

export type FromWriter = { type: 'sample'; sample: MemorySample } | { type: 'done' };

/** A process that records events as fast as the database takes them: argv is url, run id, owner, events, samples. */
const [url = '', runId = '', owner = '', events = '', samples = ''] = process.argv.slice(2);
const parent = parentChannel<FromWriter>();
const recorder = await openRecorder({ url });
const run = recorder.run(runId, { owner });
let written = 0;

// Until the process has the size that its pace asks for.
await write(Number(events) / 5);
for (let sample = 1; sample <= Number(samples); sample += 1) {
  await write(Number(events) / Number(samples));
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  await parent.send({ type: 'sample', sample: { rss, heapUsed } });
}
await recorder.close();
await parent.send({ type: 'done' });
parent.close();

async function write(count: number): Promise<void> {
  for (const last = written + count; written < last; written += 1) {
    const room = run.event(itemSucceeded(`item-${written}`));
    if (room !== undefined) await room;
  }
}
