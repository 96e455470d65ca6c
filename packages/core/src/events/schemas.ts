import { z } from 'zod';
import type { EventType } from './event-types.ts';
import { ACTION_OUTCOMES, STOP_REASONS } from './outcomes.ts';
import {
  actionRefSchema,
  attemptedSourceSchema,
  count,
  countsSchema,
  durationMs,
  failureSchema,
  itemRefSchema,
  requestSchema,
  tokensSchema,
} from './shapes.ts';

/**
 * Every event type and the shape of its `data`. The noun is what the event is about, the verb what became of it.
 * `docs/events.md` explains each; a test holds the two together.
 *
 * An action's end is one type with an `outcome`, because its six ends carry the same data. The ends of runs, steps and
 * items carry different data and so are types of their own.
 */
export const EVENT_SCHEMAS = {
  'run.submitted': requestSchema.extend({
    pipeline: z.string(),
    version: z.string(),
    subject: z.string(),
    number: z.int().positive(),
    title: z.string().optional(),
    steps: z.array(z.string()),
    input: z.unknown().optional(),
    retryOf: z.string().optional(),
    fromStep: z.string().optional(),
  }),
  'run.started': z.object({
    workerId: z.string(),
    version: z.string().optional(),
    attempt: z.int().positive(),
    traceId: z.string().optional(),
  }),
  'run.titled': z.object({ title: z.string() }),
  'run.pausing': requestSchema,
  'run.paused': requestSchema.extend({ key: z.string().optional(), question: z.unknown().optional() }),
  'run.resumed': requestSchema.extend({ answer: z.unknown().optional() }),
  'run.cancelling': requestSchema,
  'run.cancelled': requestSchema,
  'run.recovered': z.object({
    fromWorker: z.string(),
    toWorker: z.string().nullable(),
    reason: z.string(),
    interruptedActions: count,
  }),
  'run.stuck': z.object({
    silentMs: durationMs,
    thresholdMs: durationMs,
    decision: z.enum(['reported', 'requeued', 'failed']),
    message: z.string(),
  }),
  'run.succeeded': z.object({ durationMs }),
  'run.failed': z.object({
    durationMs,
    error: failureSchema,
    counts: countsSchema.optional(),
    openActions: z.array(actionRefSchema).optional(),
    lastActions: z.array(actionRefSchema).optional(),
    tried: z.array(attemptedSourceSchema).optional(),
    next: z.array(z.string()).optional(),
  }),
  'run.retried': requestSchema.extend({ newRunId: z.string(), fromStep: z.string() }),

  'step.started': z.object({
    number: z.int().positive(),
    of: z.int().positive(),
    attempt: z.int().positive(),
    stuckAfterMs: durationMs.optional(),
  }),
  'step.sized': z.object({ size: z.number().nonnegative(), unit: z.string() }),
  'step.planned': z.object({ total: count.nullable(), unit: z.string().optional(), kept: count }),
  'step.progressed': countsSchema.extend({
    unit: z.string().optional(),
    current: z.array(itemRefSchema),
    upNext: z.array(itemRefSchema),
  }),
  'step.retrying': z.object({ attempt: z.int().positive(), delayMs: durationMs, error: failureSchema }),
  'step.succeeded': z.object({ durationMs, counts: countsSchema.optional() }),
  'step.failed': z.object({ durationMs, counts: countsSchema.optional(), error: failureSchema }),
  'step.skipped': z.object({ reason: z.string() }),
  'step.stopped': z.object({
    durationMs,
    counts: countsSchema.optional(),
    reason: z.enum(STOP_REASONS),
  }),

  'item.started': z.object({ label: z.string().optional(), attempt: z.int().positive().optional() }),
  'item.retrying': z.object({ attempt: z.int().positive(), delayMs: durationMs, error: failureSchema }),
  'item.succeeded': z.object({ label: z.string().optional(), durationMs: durationMs.optional() }),
  'item.failed': z.object({ label: z.string().optional(), durationMs: durationMs.optional(), error: failureSchema }),
  'item.skipped': z.object({ label: z.string().optional(), reason: z.string() }),

  'action.started': z.object({
    tool: z.string(),
    input: z.unknown().optional(),
    parentId: z.string().optional(),
    timeoutMs: durationMs.optional(),
  }),
  'action.finished': z.object({
    tool: z.string(),
    target: z.string().optional(),
    outcome: z.enum(ACTION_OUTCOMES),
    durationMs,
    output: z.unknown().optional(),
    error: failureSchema.optional(),
    tokens: tokensSchema.optional(),
    costUsd: z.number().nonnegative().optional(),
  }),

  'agent.started': z.object({ model: z.string(), limits: z.record(z.string(), z.number()).optional() }),
  'agent.spoke': z.object({ text: z.string() }),
  'agent.looped': z.object({
    rule: z.enum(['repetition', 'cycle', 'revisit', 'failure-cluster']),
    severity: z.enum(['hint', 'warn', 'stop']),
    message: z.string(),
  }),
  'agent.unlooped': z.object({}),
  'agent.limited': z.object({
    limit: z.string(),
    value: z.number(),
    allowed: z.number(),
    unit: z.string(),
    during: z.string().optional(),
  }),
  'agent.asked': z.object({ question: z.string() }),
  'agent.finished': z.object({
    outcome: z.enum(['succeeded', 'failed', 'needs-human', 'limited', 'cancelled']),
    durationMs,
    tokens: tokensSchema.optional(),
    costUsd: z.number().nonnegative().optional(),
    message: z.string().optional(),
  }),

  'log.written': z.object({
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    fields: z.record(z.string(), z.unknown()).optional(),
  }),
  'artifact.stored': z.object({
    artifactId: z.string(),
    kind: z.string(),
    name: z.string(),
    location: z.string(),
    contentType: z.string().optional(),
    bytes: count,
    sha256: z.string(),
  }),
} as const satisfies Record<string, z.ZodType>;

/** The `data` of an event of type `T`. */
export type EventData<T extends EventType> = z.infer<(typeof EVENT_SCHEMAS)[T]>;
