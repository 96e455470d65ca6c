import { z } from 'zod';

/** What the agent reports at its end. */
export const reportSchema = z.object({
  success: z.boolean().describe('Whether the task is done.'),
  message: z.string().describe('One sentence: what you did or, if the task is not done, why it could not be done.'),
  answer: z.string().describe('The answer to the task, complete and without a preamble; empty if there is none.'),
  sources: z.array(z.string()).describe('The URLs of the pages that the answer stands on.'),
  files: z.array(z.string()).describe('The names of the files that you downloaded and that belong to the answer.'),
});

/** What a run gives back. */
export type BrowseResult = Omit<z.output<typeof reportSchema>, 'success'>;
