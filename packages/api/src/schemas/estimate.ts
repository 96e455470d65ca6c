import type { Estimate, PipelineHistory, RunEstimate } from '@telltale/core';
import { z } from 'zod';
import { milliseconds } from './common.ts';

const known = z.object({
  known: z.literal(true),
  source: z.enum(['pace', 'size', 'past', 'done', 'sum']),
  lowMs: milliseconds,
  highMs: milliseconds,
});

export const estimateSchema: z.ZodType<Estimate> = z
  .discriminatedUnion('known', [known, z.object({ known: z.literal(false), why: z.enum(['no-history', 'overdue']) })])
  .meta({ id: 'Estimate', description: 'The time at work that is left: a range that holds in four of five cases.' });

/** How far a run is and what is left of it. */
export const runEstimateSchema: z.ZodType<RunEstimate> = z
  .object({
    percent: z.int(),
    remaining: estimateSchema,
    knownPart: known,
    unknownSteps: z.array(z.string()),
    steps: z.array(z.object({ step: z.string(), remaining: estimateSchema })),
  })
  .meta({ id: 'RunEstimate' });

const runs = z.int();

/** The past of a run's pipeline: `estimateRun` and `verdict` of @telltale/core go on from it. */
export const historySchema: z.ZodType<PipelineHistory> = z
  .object({
    steps: z.array(
      z.object({
        step: z.string(),
        runs,
        p50Ms: milliseconds,
        p95Ms: milliseconds,
        perUnit: z
          .object({ unit: z.string(), runs, p50MsPerUnit: milliseconds, p95MsPerUnit: milliseconds })
          .nullable(),
        gaps: z.object({ gaps: z.int(), p95Ms: milliseconds }).nullable(),
      }),
    ),
    tools: z.array(z.object({ tool: z.string(), actions: z.int(), p95Ms: milliseconds })),
  })
  .meta({ id: 'PipelineHistory', description: 'How long steps and tools took in past runs of the pipeline.' });
