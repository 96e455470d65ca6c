import { definePipeline } from '@telltale/engine';
import { z } from 'zod';
import { defineTool, openModel, runAgent, type Tools } from '../src/index.ts';

/** What a call in flight does: it is told of, and may wait there until its worker dies. */
export interface Stage {
  did(tool: string, what: string): Promise<void>;
  /** Whether a call with `hold` waits. */
  readonly holds: boolean;
}

const input = z.object({ what: z.string(), hold: z.boolean().optional() });

/** Three tools that do the same, and differ in what may be done twice. */
function toolsOn({ did, holds }: Stage): Tools {
  const tool = (name: string, promises: { readonly replayable?: boolean; readonly once?: boolean }) =>
    defineTool({
      ...promises,
      description: name,
      input,
      execute: async ({ what, hold }, { signal }) => {
        await did(name, what);
        if (hold === true && holds) await untilAborted(signal);
        return `${name} ${what}: ok`;
      },
    });
  return {
    read: tool('read', { replayable: true }),
    send: tool('send', { replayable: true, once: true }),
    click: tool('click', {}),
  };
}

async function untilAborted(signal: AbortSignal): Promise<never> {
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
  return await aborted.promise;
}

/** One step, in which an agent does what the test's model says. */
export function agentPipeline(stage: Stage) {
  return definePipeline({
    name: 'agents',
    version: '1',
    input: z.object({
      subject: z.string(),
      modelUrl: z.string(),
      handoff: z.enum(['when-asked', 'on-failure']).default('when-asked'),
      modelRequests: z.number().default(30),
    }),
    subject: ({ subject }) => subject,
    steps: ['work'],
    queue: { workerConcurrency: 1 },
    run: async ({ step, input: { modelUrl, handoff, modelRequests } }) =>
      await step('work', async (s) => {
        const model = await openModel('openai-compatible:scripted', { baseUrl: modelUrl });
        const tools = toolsOn(stage);
        const limits = { modelRequests };
        const { output } = await runAgent({
          step: s,
          model,
          instructions: 'Be brief.',
          prompt: 'Go.',
          tools,
          handoff,
          limits,
        });
        return output;
      }),
  });
}
