// A worker of the stage. Its argument: `ProcessSettings` as JSON.
import { createWorker } from '@telltale/engine';
import { parentChannel } from '@telltale/testing/child';
import { openParts } from './parts.ts';
import type { FromWorker, ProcessSettings } from './settings.ts';

const settings = JSON.parse(process.argv[2] ?? '{}') as ProcessSettings;
const parent = parentChannel<FromWorker>();
const { pipelines, artifacts } = await openParts(settings);
const { id } = await createWorker({
  url: settings.url,
  pipelines,
  artifacts,
  // Finds out soon what became of the others.
  settings: { watchdogMs: 100, heartbeatMs: 1_000 },
});
await parent.send({ type: 'ready', workerId: id });
