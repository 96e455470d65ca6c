import { z } from 'zod';
import {
  askBody,
  controlResult,
  priorityBody,
  rerunBody,
  resumeBody,
  retryBody,
  retryItemsBody,
  submitBody,
  submittedRun,
} from '../schemas/control.ts';
import { endpoint } from './endpoint.ts';
import { ofRun } from './runs.ts';

const idempotent = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x20-\x7e]{1,200}$/, 'expected 1 to 200 printable characters of ASCII')
    .optional()
    .meta({
      description:
        'What tells this request from every other one, 1–200 characters of ASCII: the same again gives the run that it gave first.',
    }),
});

const control = { method: 'post', role: 'operator', tag: 'controls', params: ofRun } as const;
const refused = ['run_not_found', 'control_refused', 'run_ended'] as const;
const notBegun = ['run_not_found', 'control_refused', 'steps_changed', 'run_pruned', 'run_invalid'] as const;
const again = { ...control, headers: idempotent, result: submittedRun, creates: true } as const;

export const controlEndpoints = {
  submitRun: endpoint({
    method: 'post',
    path: '/runs',
    role: 'operator',
    tag: 'controls',
    summary: 'Submits a run',
    description:
      'A subject has one run in flight: submitting again gives that one, with `created: false` and status 200.',
    headers: idempotent,
    body: submitBody,
    result: submittedRun,
    creates: true,
    errors: ['pipeline_unknown', 'input_invalid', 'subject_invalid', 'run_invalid'],
  }),
  pauseRun: endpoint({
    ...control,
    path: '/runs/{runId}/pause',
    summary: 'Pauses a run: what is in work finishes first',
    body: askBody,
    result: controlResult,
    errors: refused,
  }),
  resumeRun: endpoint({
    ...control,
    path: '/runs/{runId}/resume',
    summary: 'Goes on with a paused run, with the answer that it waits for',
    body: resumeBody,
    result: controlResult,
    errors: [...refused, 'answer_missing', 'answer_invalid'],
  }),
  cancelRun: endpoint({
    ...control,
    path: '/runs/{runId}/cancel',
    summary: 'Cancels a run: what is in work is told to stop',
    body: askBody,
    result: controlResult,
    errors: refused,
  }),
  retryRun: endpoint({
    ...again,
    path: '/runs/{runId}/retry',
    summary: 'Makes a run that goes on where one that failed or was cancelled ended',
    body: retryBody,
    errors: notBegun,
  }),
  rerunRun: endpoint({
    ...again,
    path: '/runs/{runId}/rerun',
    summary: 'Makes a run that begins again at a step that one that ended had come to',
    body: rerunBody,
    errors: [...notBegun, 'step_not_reached'],
  }),
  retryFailedItems: endpoint({
    ...again,
    path: '/runs/{runId}/retry-items',
    summary: 'Makes a run that does the failed items of a step again',
    body: retryItemsBody,
    errors: [...notBegun, 'no_failed_items', 'step_not_reached'],
  }),
  setPriority: endpoint({
    method: 'put',
    role: 'operator',
    tag: 'controls',
    params: ofRun,
    path: '/runs/{runId}/priority',
    summary: 'Changes the place of a queued run in its queue',
    body: priorityBody,
    errors: ['run_not_found', 'run_not_queued'],
  }),
};
