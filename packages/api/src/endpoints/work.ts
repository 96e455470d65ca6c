import { ACTION_STATES, ITEM_OUTCOMES } from '@telltale/core';
import { z } from 'zod';
import { cursor, limit, name, nextCursor, read, writtenInstant, yesOrNo } from '../schemas/common.ts';
import { actionSchema, artifactSchema, itemSchema, stepAttemptSchema } from '../schemas/work.ts';
import { endpoint } from './endpoint.ts';
import { ofRun } from './runs.ts';

const page = { limit: limit(500, 50), cursor: cursor.optional() };

const whichActions = {
  tool: name.optional(),
  step: name.optional(),
  outcome: z.enum(ACTION_STATES).optional().meta({ description: '`running`, or how it ended.' }),
  startedAfter: writtenInstant.optional().meta({ description: 'Started at this moment or later.' }),
  startedBefore: writtenInstant.optional().meta({ description: 'Started before this moment.' }),
  ...page,
};

const actionPage = read({ actions: z.array(actionSchema), nextCursor });

export const workEndpoints = {
  listSteps: endpoint({
    method: 'get',
    path: '/runs/{runId}/steps',
    role: 'viewer',
    tag: 'work',
    summary: 'Lists every attempt of a run’s steps, the first one first',
    params: ofRun,
    result: read({ steps: z.array(stepAttemptSchema) }),
    errors: ['run_not_found'],
  }),

  listItems: endpoint({
    method: 'get',
    path: '/runs/{runId}/steps/{step}/items',
    role: 'viewer',
    tag: 'work',
    summary: 'Lists the items of a step that have ended',
    params: ofRun.extend({ step: z.string().min(1).max(500) }),
    query: z.object({ outcome: z.enum(ITEM_OUTCOMES).optional(), ...page }),
    result: read({ items: z.array(itemSchema), nextCursor }),
    errors: ['run_not_found', 'cursor_invalid'],
  }),

  listActionsOfRun: endpoint({
    method: 'get',
    path: '/runs/{runId}/actions',
    role: 'viewer',
    tag: 'work',
    summary: 'Lists a run’s actions, the one that started last first',
    params: ofRun,
    query: z.object(whichActions),
    result: actionPage,
    errors: ['run_not_found', 'cursor_invalid', 'filter_invalid'],
  }),

  listActions: endpoint({
    method: 'get',
    path: '/actions',
    role: 'viewer',
    tag: 'work',
    summary: 'Lists actions across all runs, the one that started last first',
    description: 'For questions like “all clicks that timed out this week”.',
    query: z.object(whichActions),
    result: actionPage,
    errors: ['cursor_invalid', 'filter_invalid'],
  }),

  listArtifacts: endpoint({
    method: 'get',
    path: '/runs/{runId}/artifacts',
    role: 'viewer',
    tag: 'work',
    summary: 'Lists a run’s files, oldest first',
    params: ofRun,
    query: z.object(page),
    result: read({ artifacts: z.array(artifactSchema), nextCursor }),
    errors: ['run_not_found', 'cursor_invalid'],
  }),

  getArtifact: endpoint({
    method: 'get',
    path: '/runs/{runId}/artifacts/{artifactId}',
    role: 'viewer',
    tag: 'work',
    summary: 'Gives a file of a run, or a part of it',
    description:
      'With its content type, `ETag`, and `Range` for one range. Types that a browser would run are sent as downloads.',
    params: ofRun.extend({ artifactId: z.string().min(1).max(500) }),
    query: z.object({
      download: yesOrNo.optional().meta({ description: '`true`: to be saved, not shown.' }),
    }),
    headers: z.object({
      range: z.string().optional(),
      'if-none-match': z.string().optional(),
      'if-range': z.string().optional(),
    }),
    raw: { contentType: 'application/octet-stream', description: 'The file, in its own content type.' },
    errors: [
      'run_not_found',
      'artifact_not_found',
      'artifact_location_invalid',
      'artifact_range_invalid',
      'artifact_store_missing',
      'artifact_store_failed',
    ],
  }),
};
