import { countsSchema, EVENT_SCHEMAS, itemRefSchema, RUN_STATES, VERDICTS, type Verdict } from '@telltale/core';
import { z } from 'zod';
import { instant, milliseconds } from './common.ts';
import { estimateSchema } from './estimate.ts';
import type { Unchanging } from './unchanging.ts';

export const runState = z.enum(RUN_STATES).meta({ id: 'RunState' });
const verdictName = z.enum(VERDICTS).meta({ id: 'VerdictName' });

/** `<pipeline>-<subject>-run-<n>`. */
export const runId = z.string().min(1).max(300).meta({ example: 'episode-show.42-run-1' });

const actionFacts = z.object({
  tool: z.string(),
  input: z.unknown(),
  startedAt: instant,
  timeoutMs: milliseconds.nullable(),
  usualMs: milliseconds.nullable(),
});

export const loopFinding = EVENT_SCHEMAS['agent.looped'].extend({ at: instant });

const since = instant.nullable();
const silence = { since, silentMs: milliseconds, thresholdMs: milliseconds, action: actionFacts.nullable() };

/** What a person wants to know about a run, with what it was judged by. See docs/verdicts.md. */
export const verdictSchema: z.ZodType<Verdict> = z
  .discriminatedUnion('name', [
    z.object({ name: z.enum(['queued', 'pausing', 'paused', 'succeeded', 'failed', 'cancelled']), since }),
    z.object({
      name: z.literal('working'),
      since,
      reason: z.enum(['advancing', 'action', 'retry', 'cancelling']),
      action: actionFacts.nullable(),
    }),
    z.object({
      name: z.literal('quiet'),
      threshold: z.enum(['timeout', 'usual-for-tool', 'usual-for-step', 'default']),
      ...silence,
    }),
    z.object({ name: z.literal('looping'), since, finding: loopFinding }),
    z.object({ name: z.literal('stuck'), ...silence }),
    z.object({
      name: z.literal('orphaned'),
      since,
      workerId: z.string().nullable(),
      silentMs: milliseconds,
      thresholdMs: milliseconds,
    }),
  ])
  .meta({ id: 'Verdict' }) as z.ZodType<Verdict>;

const runStep = z.object({
  name: z.string(),
  number: z.int().positive(),
  of: z.int().positive(),
  startedAt: instant.nullable(),
  counts: countsSchema,
  unit: z.string().nullable(),
  current: z.array(itemRefSchema),
  attempt: z.int(),
  upNext: z.array(itemRefSchema),
  size: z.object({ size: z.number(), unit: z.string() }).nullable(),
});

const runControl = z.object({
  control: z.enum(['pause', 'cancel']),
  at: instant,
  by: z.string().nullable(),
  reason: z.string().nullable(),
});

const runQuestion = z.object({
  step: z.string().nullable(),
  key: z.string().nullable(),
  question: z.unknown(),
  at: instant,
});

const openAction = actionFacts.extend({ actionId: z.string(), parentId: z.string().nullable() });

/** One run in a list, with the facts that its verdict is made of and the verdict in one sentence. */
export const runSummarySchema = z
  .object({
    runId,
    pipeline: z.string(),
    subject: z.string(),
    number: z.int().positive().meta({ description: 'Of the runs of this pipeline on this subject, from 1.' }),
    version: z.string(),
    title: z.string().nullable(),
    steps: z.array(z.string()),
    retryOf: z.string().nullable(),
    state: runState,
    stateSince: instant,
    queue: z.string().nullable(),
    priority: z.int(),
    tries: z.int().meta({ description: 'How often a worker took it.' }),
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable().meta({ description: 'When it ended or was paused.' }),
    firstSeq: z.int(),
    lastSeq: z.int(),
    advancedAt: instant.meta({ description: 'The last event that is progress.' }),
    workerId: z.string().nullable(),
    aliveAt: instant.nullable().meta({ description: "The last heartbeat of the run's worker." }),
    step: runStep.nullable(),
    control: runControl.nullable(),
    question: runQuestion.nullable().meta({ description: 'What it waits to be told by a person.' }),
    action: openAction.nullable().meta({ description: 'The open action that says most about the run.' }),
    openActions: z.int().meta({ description: 'How many are open; 100 stands for more.' }),
    looping: loopFinding.nullable(),
    retryAt: instant.nullable(),
    stuckAfterMs: milliseconds.nullable(),
    usualGapMs: milliseconds.nullable(),
    failure: z.string().nullable().meta({ description: 'Why it failed, in a sentence.' }),
    verdict: verdictSchema,
    asOf: instant.meta({ description: "The moment of all this, by the database's clock." }),
    sentence: z.string().meta({ description: 'The verdict as one sentence.' }),
    percent: z
      .int()
      .nullable()
      .meta({ description: 'Of the step that it is at, 0–100; `null` while its total is unknown.' }),
    run: z
      .object({ percent: z.int(), remaining: estimateSchema })
      .meta({ description: 'Of the whole run: how far it is, and the time at work that is left.' }),
  })
  .meta({ id: 'RunSummary' });
export type RunSummaryBody = Unchanging<z.infer<typeof runSummarySchema>>;

export const runCountsSchema = z
  .object({
    total: z.int(),
    byStatus: z.record(runState, z.int()),
    byVerdict: z.record(verdictName, z.int()),
    waiting: z.int().meta({ description: 'How many wait to be told something by a person.' }),
  })
  .meta({ id: 'RunCounts' });
