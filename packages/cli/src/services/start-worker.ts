import { createWorker, type Worker } from '@telltale/engine';
import { joinHooks, logHooks } from '@telltale/telemetry';
import { VERSION } from '../version.ts';
import { endLeftBrowsers } from './end-left-browsers.ts';
import type { Parts } from './parts.ts';

/** A worker of all pipelines that the configuration has. */
export async function startWorker({
  config,
  url,
  pipelines,
  artifacts,
  logger,
  metrics,
  telemetry,
}: Parts): Promise<Worker> {
  const { graceMs, keepRunsDays } = config.worker;
  const worker = await createWorker({
    url,
    pipelines,
    artifacts,
    version: VERSION,
    hooks: joinHooks(
      logHooks(logger.child({ part: 'worker' })),
      metrics.worker,
      ...(telemetry === null ? [] : [telemetry.hooks]),
    ),
    ...(telemetry === null ? {} : { traceIdOf: telemetry.traceIdOf }),
    settings: { graceMs, keepRunsDays },
  });
  void endLeftBrowsers(logger.child({ part: 'worker' }));
  return worker;
}
