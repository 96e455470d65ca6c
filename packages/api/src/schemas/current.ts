import { itemRefSchema, STEP_STATES } from '@telltale/core';
import { z } from 'zod';
import { agentSchema } from './agent.ts';
import { instant, read } from './common.ts';
import { estimateSchema } from './estimate.ts';
import { runId, runState, verdictSchema } from './run.ts';
import type { Unchanging } from './unchanging.ts';
import { STEP_KINDS } from './words.ts';
import { actionSchema } from './work.ts';

const step = z.object({
  name: z.string(),
  number: z.int().positive().meta({ description: 'Its place in the run, from 1.' }),
  of: z.int().positive(),
  kind: z.enum(STEP_KINDS),
  state: z.enum(STEP_STATES),
  attempt: z.int(),
  startedAt: instant.nullable(),
  sentence: z.string().meta({ example: 'running for 42 s, 45 of ~120 segments, 38%' }),
});

const progress = z.object({
  total: z.int().nullable().meta({ description: '`null` while nobody knows it.' }),
  estimated: z.boolean().meta({ description: 'The total is a guess.' }),
  processed: z.int().meta({ description: 'Done, failed and skipped together.' }),
  done: z.int(),
  failed: z.int(),
  skipped: z.int(),
  remaining: z.int().nullable(),
  unit: z.string().nullable(),
  percent: z
    .int()
    .nullable()
    .meta({ description: '0–100; within an attempt it goes back only if a guessed total grows.' }),
  sentence: z.string().meta({ example: '45 of ~120 segments (2 failed)' }),
});

/** The state of the work in flight; for a paused run the last one, for one that ended how it ended. Never blank. */
export const currentSchema = read({
  runId,
  pipeline: z.string(),
  subject: z.string(),
  title: z.string().nullable(),
  state: runState,
  verdict: verdictSchema,
  sentence: z.string().meta({ description: 'The verdict as one sentence.' }),
  step: step.nullable().meta({ description: '`null` before the first step.' }),
  progress: progress.meta({ description: 'Of that step. With 0 items its sentence says so.' }),
  currentlyProcessing: z.array(itemRefSchema).meta({ description: 'At most 5.' }),
  upNext: z.array(itemRefSchema).meta({ description: 'At most 5 items; where none wait, the steps to come.' }),
  actions: z.array(actionSchema).meta({ description: 'Open actions, the newest first; at most 20.' }),
  agents: z.array(agentSchema).meta({ description: 'Of that step, the newest first; at most 20.' }),
  run: z.object({
    percent: z.int().meta({ description: 'Of the whole run; 100 only when it has succeeded.' }),
    remaining: estimateSchema,
    sentence: z.string().meta({ example: 'about 3–5 min left' }),
  }),
  stepRemaining: estimateSchema.nullable(),
  failure: z.string().nullable(),
  lastActivityAt: instant.meta({ description: 'The last event that is progress.' }),
  aliveAt: instant.nullable().meta({ description: "The worker's last heartbeat." }),
  asOf: instant,
}).meta({ id: 'Current' });
export type CurrentBody = Unchanging<z.infer<typeof currentSchema>>;
