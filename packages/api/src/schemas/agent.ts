import { type AgentView, EVENT_SCHEMAS, tokensSchema } from '@telltale/core';
import { z } from 'zod';
import { instant } from './common.ts';
import { loopFinding } from './run.ts';

const { outcome } = EVENT_SCHEMAS['agent.finished'].shape;
const saying = z.object({ at: instant, text: z.string() });

export const agentSchema: z.ZodType<AgentView> = z
  .object({
    step: z.string().nullable(),
    item: z.string().nullable(),
    model: z.string().nullable().meta({ example: 'openai:gpt-4.1-mini' }),
    limits: z.record(z.string(), z.number()).nullable(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    state: z.enum(['running', 'interrupted', ...outcome.options]),
    lastWords: saying.nullable(),
    question: saying.nullable(),
    looping: loopFinding.nullable(),
    limited: EVENT_SCHEMAS['agent.limited'].nullable().meta({ description: 'The limit that it ran into.' }),
    tokens: tokensSchema,
    costUsd: z.number(),
    message: z.string().nullable(),
  })
  .meta({ id: 'Agent' });
