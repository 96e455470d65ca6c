import { definePipeline } from '@telltale/engine';
import { z } from 'zod';
import { type DownloadServices, download } from '../src/download/index.ts';

/** A pipeline of the one step. */
export function downloadOnly(services: () => DownloadServices) {
  return definePipeline({
    name: 'download_only',
    version: '1',
    input: z.object({ episodeId: z.string() }),
    subject: ({ episodeId }) => episodeId,
    steps: ['download'],
    run: ({ step, input }) => step('download', (s) => download(s, services(), input.episodeId)),
  });
}
