import { createFeed } from '@telltale/ledger';
import { parentChannel } from '@telltale/testing/child';
import pg from 'pg';
import { clockMs } from '../../../harness/clock.ts';

export type FromSubscriber = { type: 'waiting' } | { type: 'delays'; ms: Float64Array };
export type ToSubscriber = { type: 'until'; seq: number };

/** A process that follows one run and notes how old each event is when it arrives: argv is url and run id. */
const [url = '', runId = ''] = process.argv.slice(2);
const parent = parentChannel<FromSubscriber, ToSubscriber>();
const pool = new pg.Pool({ connectionString: url, max: 2 });
let atTip = false;
const feed = createFeed({
  pool,
  hooks: {
    waiting: () => {
      if (!atTip) void parent.send({ type: 'waiting' });
      atTip = true;
    },
  },
});

const delays: number[] = [];
let seq = 0;
let untilSeq = Number.POSITIVE_INFINITY;
void parent.message('until').then((message) => {
  untilSeq = message.seq;
  if (seq >= untilSeq) void feed.close(); // Nothing more will come that could end the loop.
});
for await (const message of await feed.subscribe(runId)) {
  if (message.kind !== 'events') throw new Error(`the feed said "${message.kind}"`);
  const now = clockMs();
  for (const event of message.events) {
    const sentMs = event.type === 'log.written' ? event.data.fields?.sentMs : undefined;
    if (typeof sentMs === 'number') delays.push(now - sentMs);
    seq = event.seq;
  }
  if (seq >= untilSeq) break;
}
await feed.close();
await pool.end();
await parent.send({ type: 'delays', ms: Float64Array.from(delays) });
parent.close();
