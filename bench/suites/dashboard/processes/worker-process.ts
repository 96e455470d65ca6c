import { createWorker } from '@telltale/engine';
import { parentChannel } from '@telltale/testing/child';
import { logProblems } from '../../engine/log-problems.ts';
import { ticking } from '../ticking.ts';
import type { FromService, ToService } from './messages.ts';

/** A worker, as it comes: argv is the database's url. */
const [url = ''] = process.argv.slice(2);
process.noDeprecation = true; // See run.ts.
const parent = parentChannel<FromService, ToService>();
const worker = await createWorker({ url, pipelines: [ticking], hooks: { log: logProblems } });
await parent.send({ type: 'ready', url: '' });
await parent.message('stop');
await worker.stop();
parent.close();
