import { z } from 'zod';

/** The one shape of every answer that is not a success. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z
        .string()
        .meta({ description: 'Stable; branch on this. docs/api.md lists them.', example: 'run_not_found' }),
      message: z.string().meta({ description: 'What failed and on what, as a sentence.' }),
      hint: z.string().optional().meta({ description: 'What to do about it.' }),
      details: z.record(z.string(), z.unknown()).optional().meta({
        description: 'What it concerns, by name. For `request_invalid`: `faults`, a list of `{ path, message }`.',
      }),
    }),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof errorSchema>;
