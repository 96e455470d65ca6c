import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSignals, type Signals, type TestDatabase } from '@telltale/testing';
import { afterEach } from 'vitest';
import {
  createLocalArtifactStore,
  createWorker,
  type Worker,
  type WorkerHooks,
  type WorkerOptions,
} from '../src/index.ts';

export interface TestWorker {
  readonly worker: Worker;
  readonly signals: Signals<WorkerHooks>;
  /** What it logged of some weight: no debug lines. */
  log(): readonly string[];
}

const workers: Worker[] = [];

/** Starts the worker of this process, which is stopped after the test. */
export async function startTestWorker(
  db: Pick<TestDatabase, 'url'>,
  pipelines: WorkerOptions['pipelines'],
  options: Partial<WorkerOptions> = {},
): Promise<TestWorker> {
  const signals = createSignals<WorkerHooks>();
  const worker = await createWorker({
    url: db.url,
    pipelines,
    artifacts: createLocalArtifactStore({ folder: join(tmpdir(), 'telltale-test-worker') }),
    hooks: signals.hooks,
    ...options,
  });
  workers.push(worker);
  const log = () =>
    signals
      .all('log')
      .filter(({ level }) => level !== 'debug')
      .map(({ level, message }) => `${level}: ${message}`);
  return { worker, signals, log };
}

/** Call it at the top of a test file. */
export function stopTestWorkers(): void {
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop({ graceMs: 0 })));
  });
}
