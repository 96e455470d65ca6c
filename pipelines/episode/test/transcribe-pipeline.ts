import { definePipeline } from '@telltale/engine';
import { z } from 'zod';
import { type TranscribeServices, transcribe } from '../src/transcribe/index.ts';

/** One step, which transcribes an episode that is in the library. */
export function transcribePipeline(services: () => Promise<TranscribeServices>) {
  return definePipeline({
    name: 'only_transcribe',
    version: '1',
    input: z.object({ episodeId: z.string() }),
    subject: ({ episodeId }) => episodeId,
    steps: ['transcribe'],
    run: async ({ step, subject }) => await step('transcribe', async (s) => transcribe(s, await services(), subject)),
  });
}
