import { z } from 'zod';
import { cursor, limit, name, nextCursor, read } from '../schemas/common.ts';
import { candidateSchema, entitySchema, mentionSchema } from '../schemas/entities.ts';
import { endpoint } from './endpoint.ts';

const viewed = { method: 'get', role: 'viewer', tag: 'library' } as const;
const page = { limit: limit(500, 50), cursor: cursor.optional() };
const type = name.max(64).meta({ description: 'The key of a type: `person`, `musician`, `city`.' });

export const entityEndpoints = {
  listEntities: endpoint({
    ...viewed,
    path: '/entities',
    summary: 'Lists people, places and things that are mentioned, the most mentioned first',
    query: z.object({
      type: type.optional(),
      text: z.string().max(500).optional().meta({ description: 'The beginning of words in its name.' }),
      ...page,
    }),
    result: read({ entities: z.array(entitySchema), nextCursor }),
    errors: ['library_missing', 'cursor_invalid'],
  }),

  getEntity: endpoint({
    ...viewed,
    path: '/entities/{entityId}',
    summary: 'Tells of one entity, and where it is mentioned',
    params: z.object({ entityId: z.coerce.number().int().positive() }),
    query: z.object(page),
    result: read({ ...entitySchema.shape, mentionedAt: z.array(mentionSchema), nextCursor }),
    errors: ['library_missing', 'entity_not_found', 'cursor_invalid'],
  }),

  lookUpEntity: endpoint({
    ...viewed,
    path: '/entities/lookup',
    summary: 'Asks Wikidata who or what a name may stand for',
    query: z.object({
      name: z.string().trim().min(3, 'expected at least 3 characters').max(200),
      type: type.optional(),
    }),
    result: z.object({ candidates: z.array(candidateSchema) }),
    errors: ['library_missing', 'lookup_missing', 'lookup_failed'],
  }),
};
