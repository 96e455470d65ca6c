import { z } from 'zod';

/** Most entities of one run. */
const ENTITIES_AT_ONCE = 1_000;

/** What a run of `enrich` is submitted with. */
export const enrichInput = z.union([
  z.strictObject({
    entityIds: z.array(z.int().positive()).min(1).max(ENTITIES_AT_ONCE).meta({
      description: 'The entities to look up. Those that are found, or were looked up three times, are left out.',
    }),
  }),
  z.strictObject({
    pending: z.literal(true).meta({ description: 'All that were not found yet, the longest untried first.' }),
    retryFailed: z.boolean().default(false).meta({
      description: 'Those as well that could not be looked up, or were given up, however often it was tried.',
    }),
    limit: z.int().min(1).max(ENTITIES_AT_ONCE).default(ENTITIES_AT_ONCE).meta({ description: 'At most so many.' }),
  }),
]);

export type EnrichInput = z.output<typeof enrichInput>;
