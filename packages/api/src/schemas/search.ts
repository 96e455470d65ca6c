import { z } from 'zod';
import { instant } from './common.ts';
import { coverUrl, episodeId, seconds } from './library.ts';

const foundEntity = z.object({ entityId: z.int().positive(), type: z.string(), name: z.string() });

/** A passage that was found. */
export const searchHitSchema = z
  .object({
    passageId: z.int(),
    episode: z.object({
      episodeId,
      title: z.string().nullable(),
      showName: z.string().nullable(),
      publishedAt: instant.nullable(),
      language: z.string().nullable(),
      imageUrl: z.string().nullable(),
      coverUrl,
    }),
    text: z.string(),
    highlights: z
      .array(z.object({ start: z.int(), end: z.int() }))
      .meta({ description: 'Where the words stand in `text`, in UTF-16 units; `end` is behind the last.' }),
    speakers: z.array(z.string()),
    startS: seconds,
    endS: seconds,
    link: z.string().meta({ description: 'Where a dashboard has the page of the episode, from this passage on.' }),
    audioUrl: z.string().nullable().meta({ description: 'The audio, from this passage on (`#t=`).' }),
    entities: z.array(foundEntity),
    score: z.number().meta({ description: 'For the order alone: a sum over the lists that it is in.' }),
    ranks: z
      .object({ words: z.int().nullable(), meaning: z.int().nullable() })
      .meta({ description: 'Its place in each list, from 1.' }),
    similarity: z.number().nullable().meta({ description: 'Cosine of what was asked and the passage, -1 to 1.' }),
  })
  .meta({ id: 'SearchHit' });
