import { setTimeout as rest } from 'node:timers/promises';
import { definePipeline, type ItemContext, type Step } from '@telltale/engine';
import { z } from 'zod';

const gate = z.string().describe('Waits here until the gate of this name is opened.');

/** One thing that a step does. */
const actSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('wait'), gate }),
  z.object({
    do: z.literal('items'),
    count: z.int().min(0),
    concurrency: z.int().min(1).default(1),
    /** Each waits at a gate of its own, `segment-3`, until it is opened. */
    isGated: z.boolean().default(true),
    /** How long each takes once it is let go on, in ms. */
    takesMs: z.number().default(0),
    failing: z.array(z.int()).default([]),
  }),
  z.object({
    do: z.literal('action'),
    tool: z.string(),
    input: z.unknown(),
    timeoutMs: z.number().optional(),
    gate: gate.optional(),
    error: z.string().optional(),
  }),
  z.object({ do: z.literal('loop'), message: z.string() }),
  z.object({ do: z.literal('ask'), question: z.unknown() }),
  z.object({ do: z.literal('fail'), message: z.string(), attempts: z.int().optional() }),
  z.object({ do: z.literal('file'), kind: z.string(), name: z.string(), contentType: z.string(), base64: z.string() }),
  z.object({ do: z.literal('log'), message: z.string() }),
]);

export type Act = z.input<typeof actSchema>;

const STEPS = ['prepare', 'transcribe', 'review', 'publish'] as const;
const PODCAST_STEPS = ['fetch_details', 'find_audio', 'download', 'transcribe', 'summarize', 'publish'] as const;
/** More than fit on a screen. */
const MANY_STEPS = ['part_1', ...Array.from({ length: 29 }, (_, index) => `part_${index + 2}` as const)] as const;

export type DirectedStep = (typeof STEPS | typeof PODCAST_STEPS | typeof MANY_STEPS)[number];

const stepSchema = z.object({
  acts: z.array(actSchema).default([]),
  retryAfterMs: z.number().optional(),
  stuckAfterMs: z.number().optional(),
  /** Before the step begins. */
  gateBefore: gate.optional(),
});

const inputSchema = z.object({
  subject: z.string().min(1).describe('What the run works on.'),
  title: z.string().optional(),
  steps: z.record(z.string(), stepSchema).default({}),
});

export type DirectedInput = z.input<typeof inputSchema>;

/** Where a step waits until a test lets it go on. */
export type Pass = (gate: string, signal?: AbortSignal) => Promise<void>;

/** Pipelines whose runs do what their input says, and wait where it says so. */
export function directedPipelines(pass: Pass) {
  const of = (name: string, steps: readonly [DirectedStep, ...DirectedStep[]]) =>
    definePipeline({
      name,
      version: '1',
      input: inputSchema,
      subject: ({ subject }) => subject,
      title: ({ title }) => title,
      steps,
      queue: { workerConcurrency: 20 },
      maxTries: 10,
      async run({ step, input, subject }) {
        const passOf: Pass = (gate, signal) => pass(`${subject}/${gate}`, signal);
        for (const name of steps) {
          const { acts, retryAfterMs, stuckAfterMs, gateBefore } = stepSchema.parse(input.steps[name] ?? {});
          if (gateBefore !== undefined) await passOf(gateBefore);
          const options = {
            letGoMs: 200,
            ...(retryAfterMs === undefined ? {} : { retries: { attempts: 3, backoffMs: retryAfterMs } }),
            ...(stuckAfterMs === undefined ? {} : { stuckAfterMs }),
          };
          await step(name, options, async (s) => {
            for (const act of acts) await perform(act, s, passOf);
          });
        }
      },
    });
  /** Nobody takes the runs of `unattended`. */
  return {
    directed: of('directed', STEPS),
    podcast: of('podcast', PODCAST_STEPS),
    lengthy: of('lengthy', MANY_STEPS),
    unattended: of('unattended', STEPS),
  };
}

async function perform(act: z.output<typeof actSchema>, s: Step, pass: Pass): Promise<void> {
  switch (act.do) {
    case 'wait':
      return await pass(act.gate, s.signal);
    case 'items':
      await s.items(
        Array.from({ length: act.count }, (_, index) => index + 1),
        {
          key: (n) => `segment-${n}`,
          label: (n) => `Segment ${n} of the recording`,
          unit: 'segments',
          concurrency: act.concurrency,
          onItemError: 'skip',
        },
        async (n, { signal }: ItemContext) => {
          if (act.isGated) await pass(`segment-${n}`, signal);
          if (act.takesMs > 0) await rest(act.takesMs, undefined, { signal });
          if (act.failing.includes(n)) throw new Error(`segment ${n} has no speech in it`);
          return n;
        },
      );
      return;
    case 'action':
      await s
        .action(
          act.tool,
          act.input,
          async ({ signal }) => {
            if (act.gate !== undefined) await pass(act.gate, signal);
            if (act.error !== undefined) throw new Error(act.error);
            return 'done';
          },
          act.timeoutMs === undefined ? {} : { timeoutMs: act.timeoutMs },
        )
        .catch((error: unknown) => {
          if (s.signal.aborted) throw error;
        });
      return;
    case 'loop':
      await s.tell('agent.started', { model: 'scripted:model' });
      await s.tell('agent.looped', { rule: 'repetition', severity: 'warn', message: act.message });
      return;
    case 'ask':
      await s.ask(act.question);
      return;
    case 'fail':
      if (act.attempts === undefined || s.attempt <= act.attempts) throw new Error(act.message);
      return;
    case 'file': {
      const { kind, name, contentType, base64 } = act;
      await s.artifact({ kind, name, contentType, source: Buffer.from(base64, 'base64') });
      return;
    }
    case 'log':
      s.log(act.message);
  }
}
