import type { Estimate, RunEstimate } from '@telltale/core';
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
