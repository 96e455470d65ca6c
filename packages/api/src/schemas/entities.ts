import { z } from 'zod';
import { episodeId, seconds } from './library.ts';

export const entitySchema = z
  .object({
    entityId: z.int().positive(),
    type: z.string(),
    name: z.string(),
    wikidataId: z.string().nullable(),
    musicbrainzId: z.string().nullable(),
    wikidataStatus: z.enum(['pending', 'resolved', 'not_found', 'failed']),
    mentions: z.int(),
    episodes: z.int(),
  })
  .meta({ id: 'Entity' });

export const mentionSchema = z
  .object({
    episodeId,
    episodeTitle: z.string().nullable(),
    showName: z.string().nullable(),
    startS: seconds,
    context: z.string().nullable().meta({ description: 'In what connection it is mentioned.' }),
    link: z.string().meta({ description: 'Where a dashboard has the page of the episode, from there on.' }),
  })
  .meta({ id: 'Mention' });

export const candidateSchema = z
  .object({
    wikidataId: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    url: z.string(),
  })
  .meta({ id: 'Candidate' });
