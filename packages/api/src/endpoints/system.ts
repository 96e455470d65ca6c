import { z } from 'zod';
import { read, yesOrNo } from '../schemas/common.ts';
import { settingsSchema } from '../schemas/settings.ts';
import {
  loginBody,
  pipelineSchema,
  queueSchema,
  sessionSchema,
  statusSchema,
  workerSchema,
} from '../schemas/system.ts';
import { endpoint } from './endpoint.ts';

const viewed = { method: 'get', role: 'viewer', tag: 'system' } as const;

export const systemEndpoints = {
  listPipelines: endpoint({
    ...viewed,
    path: '/pipelines',
    summary: 'Lists the pipelines that can be submitted here',
    result: read({ pipelines: z.array(pipelineSchema) }),
  }),
  listWorkers: endpoint({
    ...viewed,
    path: '/workers',
    summary: 'Lists workers, the one that started first coming first',
    query: z.object({ stopped: yesOrNo.optional().meta({ description: '`true`: also those that have stopped.' }) }),
    result: read({ workers: z.array(workerSchema) }),
  }),
  listQueues: endpoint({
    ...viewed,
    path: '/queues',
    summary: 'Lists queues in which runs wait or to which workers listen',
    result: read({ queues: z.array(queueSchema) }),
  }),
  getStatus: endpoint({
    ...viewed,
    path: '/status',
    summary: 'Tells how the database, the stream and the workers are, and since when',
    description: 'Answers also while the database is away.',
    result: statusSchema,
  }),
  getSettings: endpoint({
    ...viewed,
    path: '/settings',
    role: 'operator',
    summary: 'Tells how this server is configured, what is missing, and how to mend it',
    description: 'Looks when it is asked, which may take some seconds. Secrets are never told.',
    result: settingsSchema,
    errors: ['settings_missing'],
  }),
};

export const accessEndpoints = {
  getSession: endpoint({
    method: 'get',
    path: '/session',
    role: 'viewer',
    tag: 'access',
    summary: 'Tells who asks',
    result: sessionSchema,
  }),
  logIn: endpoint({
    method: 'post',
    path: '/session',
    role: 'public',
    tag: 'access',
    summary: 'Takes a token and sets a session cookie',
    body: loginBody,
    result: sessionSchema,
    errors: ['token_invalid', 'too_many_attempts'],
  }),
  logOut: endpoint({
    method: 'delete',
    path: '/session',
    role: 'viewer',
    tag: 'access',
    summary: 'Ends the session of the cookie',
  }),
};
