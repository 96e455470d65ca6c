import { z } from 'zod';
import { instant, milliseconds } from './common.ts';
import { ROLES } from './words.ts';

export const sessionSchema = z
  .object({
    name: z.string().meta({ description: "The token's name; `local` where no login is needed." }),
    role: z.enum(ROLES),
    loginRequired: z.boolean(),
    expiresAt: instant.nullable(),
  })
  .meta({ id: 'Session' });

export const loginBody = z.strictObject({ token: z.string().min(1).max(200) });

export const workerSchema = z
  .object({
    workerId: z.string(),
    host: z.string(),
    pid: z.int(),
    version: z.string(),
    queues: z.array(z.string()),
    startedAt: instant,
    heartbeatAt: instant,
    silentMs: milliseconds.meta({ description: 'The age of the heartbeat.' }),
    stoppedAt: instant.nullable(),
    alive: z.boolean(),
    inHand: z.int().meta({ description: 'How many runs it has in hand.' }),
  })
  .meta({ id: 'Worker' });

export const queueSchema = z
  .object({
    queue: z.string(),
    queued: z.int(),
    oldestMs: milliseconds.nullable(),
    workers: z.int().meta({ description: 'Live workers that take runs from it.' }),
  })
  .meta({ id: 'Queue' });

export const pipelineSchema = z
  .object({
    name: z.string(),
    version: z.string(),
    steps: z.array(z.string()),
    workerConcurrency: z.int(),
    inputSchema: z.record(z.string(), z.unknown()).nullable().meta({
      description: 'JSON Schema of what it is submitted with; `null` if that cannot be written as one.',
    }),
  })
  .meta({ id: 'Pipeline' });

/** How the parts are that this server stands on. */
export const statusSchema = z
  .object({
    version: z.string(),
    startedAt: instant,
    database: z.object({
      state: z.enum(['up', 'away']),
      since: instant,
      message: z.string().nullable(),
    }),
    stream: z.object({ state: z.enum(['live', 'away']), since: instant, clients: z.int() }),
    workers: z.object({ alive: z.int(), silent: z.int() }).nullable().meta({
      description: '`null` while the database is away and none were ever seen.',
    }),
  })
  .meta({ id: 'Status' });
