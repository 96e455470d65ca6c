import { createWorker } from '@telltale/engine';
import { parentChannel } from '@telltale/testing/child';
import { ARTIFACTS } from '../artifacts.ts';
import { logProblems } from '../log-problems.ts';
import { pipelineNamed } from '../pipelines/index.ts';
import type { FromProcess, ToProcess } from './messages.ts';
import { untilStopped } from './until-stopped.ts';

/** A worker, as it comes: argv is url, worker id and the names of its pipelines. */
const [url = '', workerId = '', ...names] = process.argv.slice(2);
process.noDeprecation = true; // See run.ts.
const parent = parentChannel<FromProcess, ToProcess>();
const worker = await createWorker({
  url,
  workerId,
  pipelines: names.map(pipelineNamed),
  artifacts: ARTIFACTS,
  hooks: { log: logProblems, runLeft: ({ how }) => void parent.send({ type: 'left', how }) },
});
await untilStopped(parent);
await worker.stop();
parent.close();
