import { createWorker, definePipeline, type RunContext } from '@telltale/engine';
import { createClient } from '@telltale/engine/client';
import { z } from 'zod';
import { ARTIFACTS } from '../artifacts.ts';
import { logProblems } from '../log-problems.ts';
import type { Host, HostOptions } from './host.ts';

/** As many as a pipeline of some size has. */
export const STEPS = Array.from({ length: 20 }, (_, index) => `step_${index + 1}`) as [string, ...string[]];

export type EngineContext = RunContext<string, { readonly units: number }>;

/** A worker and a client, as they come. */
export async function openEngineHost(url: string, { atOnce, run, left }: HostOptions<EngineContext>): Promise<Host> {
  const pipeline = definePipeline({
    name: 'bench',
    version: '1',
    input: z.object({ subject: z.string(), units: z.number() }),
    subject: ({ subject }) => subject,
    steps: STEPS,
    queue: { workerConcurrency: atOnce },
    run: (context) => run(context, context.input.units),
  });
  const worker = await createWorker({
    url,
    pipelines: [pipeline],
    artifacts: ARTIFACTS,
    hooks: { log: logProblems, runLeft: left },
  });
  const client = await createClient({ url });
  let submitted = 0;
  return {
    submit: async (units) => {
      submitted += 1;
      await client.submit(pipeline, { subject: `subject-${submitted}`, units });
    },
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await client.close();
    },
  };
}
