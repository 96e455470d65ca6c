import { createServer } from '@telltale/server';
import { parentChannel } from '@telltale/testing/child';
import { collectGarbage } from '../../../harness/collect-garbage.ts';
import { ownCpuMicroseconds } from '../../../harness/cpu-time.ts';
import type { FromServer, ToServer } from './messages.ts';

/** The server, as it comes: argv is the database's url. */
const [databaseUrl = ''] = process.argv.slice(2);
process.noDeprecation = true; // See run.ts.
const parent = parentChannel<FromServer, ToServer>();
const quiet = (): void => undefined;
const problem = (fields: { readonly error?: unknown }, message: string): void => console.error(message, fields.error);
const server = await createServer({
  url: databaseUrl,
  port: 0,
  version: 'bench',
  logger: { debug: quiet, info: quiet, warn: quiet, error: problem },
});
void answer('cpu', () => ({ type: 'cpu', microseconds: ownCpuMicroseconds() }));
void answer('memory', () => {
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  return { type: 'memory', sample: { rss, heapUsed } };
});
await parent.send({ type: 'ready', url: server.address.url });
await parent.message('stop');
await server.close();
parent.close();

async function answer(question: 'cpu' | 'memory', make: () => FromServer): Promise<void> {
  for (;;) {
    try {
      await parent.message(question);
    } catch {
      return; // This process is told to stop.
    }
    await parent.send(make());
  }
}
