import { get } from 'node:http';
import { parentChannel } from '@telltale/testing/child';
import { clockMs } from '../../../harness/clock.ts';
import type { FromClients, ToClients } from './messages.ts';

/** Clients that follow one run: argv is the stream's url, how many, and the seq from which on all of them are there. */
const [streamUrl = '', count = '', readySeq = ''] = process.argv.slice(2);
const parent = parentChannel<FromClients, ToClients>();
const delays: number[] = [];
const seqs = new Map<number, number>();
let wantedSeq = Number(readySeq);
let reached = Promise.withResolvers<void>();

for (let client = 0; client < Number(count); client += 1) follow(client);
await reached.promise;
await parent.send({ type: 'ready' });
const until = await parent.message('until');
reached = Promise.withResolvers();
wantedSeq = until.seq;
look();
await reached.promise;
await parent.send({ type: 'delays', ms: Float64Array.from(delays) });

function follow(client: number): void {
  seqs.set(client, 0);
  get(streamUrl, { agent: false }, (response) => {
    if (response.statusCode !== 200) throw new Error(`a stream was answered with ${response.statusCode}`);
    let rest = '';
    response.setEncoding('utf8').on('data', (text: string) => {
      const now = clockMs();
      const messages = `${rest}${text}`.split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) take(client, message, now);
    });
  });
}

function take(client: number, message: string, now: number): void {
  const seq = Number(/^id: (\d+)$/m.exec(message)?.[1] ?? 0);
  if (seq === 0) return;
  const sentMs = /"sentMs":([\d.]+)/.exec(message)?.[1];
  if (sentMs !== undefined) delays.push(now - Number(sentMs));
  seqs.set(client, seq);
  if (seq >= wantedSeq) look();
}

function look(): void {
  for (const seq of seqs.values()) if (seq < wantedSeq) return;
  reached.resolve();
}
