import { definePipeline, type Step } from '@telltale/engine';
import { z } from 'zod';

/** One step, which transcribes; gives the number of segments. */
export function hourPipeline(transcribe: (step: Step) => Promise<number>) {
  return definePipeline({
    name: 'hour',
    version: '1',
    input: z.object({ subject: z.string() }),
    subject: ({ subject }) => subject,
    steps: ['transcribe'],
    run: ({ step }) => step('transcribe', transcribe),
  });
}
