import { DBOS } from '@dbos-inc/dbos-sdk';
import { parentChannel } from '@telltale/testing/child';
import { clockMs } from '../../../harness/clock.ts';
import { dbosConfig } from '../dbos-config.ts';
import type { FromProcess, ToProcess } from './messages.ts';
import { untilStopped } from './until-stopped.ts';

/** DBOS alone, which tells when a workflow begins: argv is url, how often it looks at a queue in ms, and its queues. */
const [url = '', pollingMs = '', ...queues] = process.argv.slice(2);
process.noDeprecation = true; // See run.ts.
const parent = parentChannel<FromProcess, ToProcess>();
DBOS.setConfig({ ...dbosConfig(url), applicationVersion: 'bench' });
for (const name of queues) {
  DBOS.registerWorkflow(async () => await parent.send({ type: 'began', atMs: clockMs() }), { name });
}
await DBOS.launch();
for (const name of queues) await DBOS.registerQueue(name, { minPollingIntervalMs: Number(pollingMs) });
await untilStopped(parent);
await DBOS.shutdown();
parent.close();
