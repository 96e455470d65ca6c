import { EVENT_TYPES, type EventType, RUN_STATES, VERDICTS } from '@telltale/core';
import { z } from 'zod';
import {
  cursor,
  instant,
  limit,
  name,
  nextCursor,
  read,
  wholeNumber,
  wordsOf,
  writtenInstant,
  yesOrNo,
} from '../schemas/common.ts';
import { currentSchema } from '../schemas/current.ts';
import { historySchema, runEstimateSchema } from '../schemas/estimate.ts';
import { eventSchema, runViewSchema } from '../schemas/event.ts';
import { runCountsSchema, runId, runSummarySchema } from '../schemas/run.ts';
import { actionSchema, artifactCountSchema, stepAttemptSchema } from '../schemas/work.ts';
import { endpoint } from './endpoint.ts';

export const ofRun = z.object({ runId });

export const after = wholeNumber()
  .min(0)
  .default(0)
  .meta({ description: 'The seq of the last event that the reader has. Default: 0, from the start.' });

const runPage = read({ runs: z.array(runSummarySchema), nextCursor });

const pageOfRuns = { limit: limit(500, 50), cursor: cursor.optional() };

export const runEndpoints = {
  listRuns: endpoint({
    method: 'get',
    path: '/runs',
    role: 'viewer',
    tag: 'runs',
    summary: 'Lists runs, newest first',
    query: z.object({
      pipeline: name.optional(),
      subject: name.optional(),
      status: wordsOf(RUN_STATES).optional(),
      verdict: wordsOf(VERDICTS).optional(),
      waiting: yesOrNo
        .optional()
        .meta({ description: '`true`: only those that wait to be told something by a person.' }),
      text: z.string().max(500).optional().meta({
        description: 'Words, each the beginning of one in the pipeline’s name, the subject or the title.',
      }),
      createdAfter: writtenInstant.optional().meta({ description: 'Made at this moment or later.' }),
      createdBefore: writtenInstant.optional().meta({ description: 'Made before this moment.' }),
      ...pageOfRuns,
    }),
    result: runPage,
    errors: ['cursor_invalid', 'filter_invalid'],
  }),

  countRuns: endpoint({
    method: 'get',
    path: '/runs/counts',
    role: 'viewer',
    tag: 'runs',
    summary: 'Counts runs by status and by verdict',
    description: 'At most a second old.',
    query: z.object({ pipeline: name.optional() }),
    result: read(runCountsSchema.shape),
  }),

  listRunsOfSubject: endpoint({
    method: 'get',
    path: '/subjects/{subject}/runs',
    role: 'viewer',
    tag: 'runs',
    summary: 'Lists all runs of a subject, newest first',
    params: z.object({ subject: z.string().min(1).max(200) }),
    query: z.object({ pipeline: name.optional(), ...pageOfRuns }),
    result: runPage,
    errors: ['cursor_invalid'],
  }),

  getRun: endpoint({
    method: 'get',
    path: '/runs/{runId}',
    role: 'viewer',
    tag: 'runs',
    summary: 'Tells of one run: its state, verdict, step attempts and open actions',
    params: ofRun,
    result: read({
      ...runSummarySchema.shape,
      attempts: z.array(stepAttemptSchema),
      runningActions: z.array(actionSchema),
      artifacts: z.array(artifactCountSchema),
    }),
    errors: ['run_not_found'],
  }),

  getResult: endpoint({
    method: 'get',
    path: '/runs/{runId}/result',
    role: 'viewer',
    tag: 'runs',
    summary: 'Gives what a run that has ended gave back, or why it failed',
    description:
      'The result is as the pipeline returned it, with nothing cut or taken out. What JSON lacks is told in its words: a date as an instant, a set as a list, a map as a list of pairs, a bigint as its digits, bytes as Base64.',
    params: ofRun,
    result: read({
      runId,
      state: z.enum(['succeeded', 'failed', 'cancelled']),
      result: z.unknown().meta({ description: '`null` as well if the pipeline returned nothing.' }),
      failure: z.string().nullable().meta({ description: 'Why it failed, in a sentence.' }),
    }),
    errors: ['run_not_found', 'run_not_ended', 'result_oversized'],
  }),

  getCurrent: endpoint({
    method: 'get',
    path: '/runs/{runId}/current',
    role: 'viewer',
    tag: 'runs',
    summary: 'Tells what is being worked on, how far it is, and what comes next',
    description: 'Never blank: of a paused run it is the last state, of one that ended how it ended.',
    params: ofRun,
    result: currentSchema,
    errors: ['run_not_found'],
  }),

  getRunView: endpoint({
    method: 'get',
    path: '/runs/{runId}/view',
    role: 'viewer',
    tag: 'runs',
    summary: 'Gives all that a run’s trace tells, as one snapshot to go on from',
    params: ofRun,
    result: read({
      view: runViewSchema,
      estimate: runEstimateSchema,
      history: historySchema,
      run: runSummarySchema,
      aliveAt: instant.nullable(),
      asOf: instant,
    }),
    errors: ['run_not_found'],
  }),

  readEvents: endpoint({
    method: 'get',
    path: '/runs/{runId}/events',
    role: 'viewer',
    tag: 'runs',
    summary: 'Reads a run’s trace from a seq on',
    params: ofRun,
    query: z.object({
      after,
      limit: limit(1_000, 1_000),
      types: wordsOf(EVENT_TYPES as readonly [EventType, ...EventType[]]).optional(),
    }),
    result: read({
      events: z.array(eventSchema),
      firstSeq: z.int(),
      lastSeq: z.int(),
      reset: z
        .boolean()
        .meta({ description: 'Retention removed events after `after`: the page does not follow on it.' }),
    }),
    errors: ['run_not_found', 'seq_ahead'],
  }),

  downloadEvents: endpoint({
    method: 'get',
    path: '/runs/{runId}/events.jsonl',
    role: 'viewer',
    tag: 'runs',
    summary: 'Downloads a run’s trace, one event a line',
    description: 'A download that breaks off is not whole; it can be gone on with from its last seq.',
    params: ofRun,
    query: z.object({ after }),
    raw: { contentType: 'application/x-ndjson', description: 'The format of docs/ledger.md.' },
    errors: ['run_not_found', 'seq_ahead', 'history_pruned'],
  }),
};
