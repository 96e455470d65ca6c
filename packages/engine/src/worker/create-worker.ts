import { WorkerExistsError } from '../errors/worker-errors.ts';
import { isDbosLaunched } from './dbos-internals.ts';
import { startWorker } from './start-worker.ts';
import type { Worker } from './worker.ts';
import { toConfig, type WorkerOptions } from './worker-options.ts';

/** The worker of this process: DBOS is one to a process. */
let taken: { readonly workerId: string } | null = null;

/**
 * Makes a worker, which is ready to take runs when this resolves. The database has to be one that `setUpDatabase` has
 * prepared. Throws `InvalidWorkerError`, `InvalidPipelineError`, `WorkerExistsError`, `WorkerIdInUseError`,
 * `DatabaseUnreachableError`, `SchemaOutdatedError`, `SchemaTooNewError` and `DbosLaunchError`; nothing is left behind then.
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const config = toConfig(options);
  if (taken !== null || isDbosLaunched()) throw new WorkerExistsError(taken?.workerId ?? null);
  taken = config;
  return await startWorker(config, () => {
    taken = null;
  });
}
