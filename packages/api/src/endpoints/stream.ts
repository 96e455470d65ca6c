import { z } from 'zod';
import { name } from '../schemas/common.ts';
import { endpoint } from './endpoint.ts';
import { after, ofRun } from './runs.ts';

const raw = { contentType: 'text/event-stream', description: 'Server-sent events; docs/api.md tells of each.' };

export const streamEndpoints = {
  streamRun: endpoint({
    method: 'get',
    path: '/runs/{runId}/stream',
    role: 'viewer',
    tag: 'stream',
    summary: 'Follows a run: what is stored, then what is recorded, as one sequence',
    description: '`id` is the seq: `Last-Event-ID`, or `after`, goes on from there without a gap or a repeat.',
    params: ofRun,
    query: z.object({ after }),
    headers: z.object({ 'last-event-id': z.string().optional() }),
    raw,
    errors: ['run_not_found', 'seq_ahead', 'streams_exhausted'],
  }),
  streamRuns: endpoint({
    method: 'get',
    path: '/runs/stream',
    role: 'viewer',
    tag: 'stream',
    summary: 'Follows all runs: which have changed, each with its newest state',
    query: z.object({ pipeline: name.optional() }),
    raw,
    errors: ['streams_exhausted'],
  }),
};
