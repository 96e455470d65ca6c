import { z } from 'zod';
import { definePipeline } from '../src/pipeline/define-pipeline.ts';

/** A pipeline of three steps, for tests in which no worker runs it. Its subject is given in the input. */
export const episode = definePipeline({
  name: 'episode',
  version: '1',
  input: z.object({
    subject: z.string(),
    tags: z.array(z.object({ name: z.string() })).default([]),
    at: z.coerce.date().optional(),
  }),
  subject: ({ subject }) => subject,
  title: ({ subject }) => `Episode ${subject}`,
  steps: ['download', 'transcribe', 'embed'],
  run: ({ runId }): { readonly runId: string } => ({ runId }),
});

let made = 0;

/** A subject of its own for each test. */
export function newSubject(): string {
  made += 1;
  return `subject-${process.pid}-${made}`;
}
