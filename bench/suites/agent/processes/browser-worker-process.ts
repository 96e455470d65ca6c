import { createWorker } from '@telltale/engine';
import { createLocalArtifactStore } from '@telltale/engine/artifacts';
import { parentChannel } from '@telltale/testing/child';
import { logProblems } from '../../engine/log-problems.ts';
import type { FromProcess, ToProcess } from '../../engine/processes/messages.ts';
import { untilStopped } from '../../engine/processes/until-stopped.ts';
import { sessions } from '../sessions/sessions.ts';
import { clicks } from '../timeouts/clicks.ts';

/** A worker whose runs open browsers: argv is the database's url and the folder for artifacts. */
const [url = '', folder = ''] = process.argv.slice(2);
process.noDeprecation = true; // See run.ts.
const parent = parentChannel<FromProcess, ToProcess>();
const worker = await createWorker({
  url,
  pipelines: [sessions, clicks],
  artifacts: createLocalArtifactStore({ folder }),
  hooks: { log: logProblems },
});
await untilStopped(parent);
await worker.stop();
parent.close();
