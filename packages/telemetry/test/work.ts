import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Client,
  createClient,
  createLocalArtifactStore,
  createWorker,
  definePipeline,
  type RunContext,
  type RunEnd,
  type WorkerHooks,
  type WorkerOptions,
} from '@telltale/engine';
import type { TestDatabase } from '@telltale/testing';
import { z } from 'zod';

const STEPS = ['fetch', 'count'] as const;
const INPUT = z.object({ subject: z.string() });

type Script = (context: RunContext<(typeof STEPS)[number], z.output<typeof INPUT>>) => unknown;

/** A worker whose runs do what a test wrote for them. */
export interface TestWork extends AsyncDisposable {
  readonly workerId: string;
  readonly client: Client;
  /** Submits a run of pipeline `work`; gives its id. */
  start(script: Script): Promise<string>;
  /** Runs it to its end. */
  run(script: Script): Promise<{ readonly runId: string; readonly end: RunEnd }>;
}

/** Hooks and options are those of `createWorker`. When it is disposed of the worker has stopped. */
export async function startWork(
  { url }: Pick<TestDatabase, 'url'>,
  options: { readonly hooks: WorkerHooks } & Partial<WorkerOptions>,
): Promise<TestWork> {
  const scripts = new Map<string, Script>();
  const pipeline = definePipeline({
    name: 'work',
    version: '1',
    input: INPUT,
    subject: ({ subject }) => subject,
    steps: STEPS,
    queue: { workerConcurrency: 10 },
    run: (context) => scripts.get(context.subject)?.(context),
  });
  const artifacts = createLocalArtifactStore({ folder: join(tmpdir(), `telltale-test-telemetry-${process.pid}`) });
  const client = await createClient({ url, pipelines: [pipeline], artifacts });
  const worker = await createWorker({ url, pipelines: [pipeline], artifacts, ...options });
  const start = async (script: Script): Promise<string> => {
    const subject = `subject-${scripts.size + 1}`;
    scripts.set(subject, script);
    return (await client.submit(pipeline, { subject })).runId;
  };
  return {
    workerId: worker.id,
    client,
    start,
    run: async (script) => {
      const runId = await start(script);
      return { runId, end: await client.wait(runId) };
    },
    [Symbol.asyncDispose]: async () => {
      await worker.stop({ graceMs: 0 });
      await client.close();
    },
  };
}
