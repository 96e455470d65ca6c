// A worker of the stage. Its argument: `WorkerSettings` as JSON.
import { createWorker } from '@telltale/engine';
import { parentChannel } from '@telltale/testing/child';
import { openParts } from './parts.ts';
import type { FromWorker, WorkerSettings } from './settings.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings;
const parent = parentChannel<FromWorker>();
const { pipelines, artifacts } = await openParts(settings);
const { id } = await createWorker({
  url: settings.url,
  pipelines,
  artifacts,
  settings: { watchdogMs: settings.watchdogMs, heartbeatMs: 1_000 },
});
await parent.send({ type: 'ready', workerId: id });
