import {
  ACTION_STATES,
  type ArtifactView,
  countsSchema,
  ITEM_OUTCOMES,
  STEP_OUTCOMES,
  tokensSchema,
} from '@telltale/core';
import { z } from 'zod';
import { failure, instant, milliseconds } from './common.ts';
import { runId } from './run.ts';

export const stepAttemptSchema = z
  .object({
    step: z.string(),
    number: z.int().positive(),
    attempt: z.int(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    durationMs: milliseconds.nullable(),
    outcome: z.enum(STEP_OUTCOMES).nullable().meta({ description: '`null` while it runs.' }),
    counts: countsSchema,
    size: z.object({ size: z.number(), unit: z.string() }).nullable(),
  })
  .meta({ id: 'StepAttempt' });

export const actionSchema = z
  .object({
    runId,
    actionId: z.string(),
    tool: z.string(),
    input: z.unknown(),
    step: z.string().nullable(),
    item: z.string().nullable(),
    parentId: z.string().nullable(),
    startedAt: instant,
    timeoutMs: milliseconds.nullable(),
    state: z.enum(ACTION_STATES),
    finishedAt: instant.nullable(),
    durationMs: milliseconds.nullable(),
    output: z.unknown(),
    error: failure.nullable(),
    tokens: tokensSchema.nullable(),
    costUsd: z.number().nullable().meta({ description: '`null`: nobody knows.' }),
    sentence: z
      .string()
      .meta({ description: 'The action as one line.', example: "click 'Mehr Informationen' timed out after 30.0 s" }),
  })
  .meta({ id: 'Action' });

export const itemSchema = z
  .object({ key: z.string(), outcome: z.enum(ITEM_OUTCOMES), attempts: z.int() })
  .meta({ id: 'Item' });

export const artifactSchema: z.ZodType<ArtifactView> = z
  .object({
    artifactId: z.string(),
    kind: z.string(),
    name: z.string(),
    location: z.string(),
    contentType: z.string().optional(),
    bytes: z.int().nonnegative(),
    sha256: z.string(),
    at: instant,
    step: z.string().nullable(),
    item: z.string().nullable(),
  })
  .meta({ id: 'Artifact' });

export const artifactCountSchema = z.object({ kind: z.string(), count: z.int(), bytes: z.number() });
