import { type AgentModel, defineTool, runAgent, type Tools } from '@telltale/agent';
import { browserTools, withBrowser } from '@telltale/browser';
import type { Step } from '@telltale/engine';
import { z } from 'zod';
import { type PodcastIndex, searchIndexes } from '../indexes/index.ts';
import { placeIn } from '../media/work-folder.ts';
import { type AgentReport, INSTRUCTIONS, promptOf, reportSchema } from './agent-instructions.ts';
import type { DownloadServices } from './download-services.ts';
import type { EpisodeAudio } from './episode-audio.ts';
import { AGENT_FOUND_NOTHING, AudioRefusedError } from './errors.ts';
import { type FoundAudio, fetchFrom, MAX_BYTES, measured } from './found-audio.ts';
import { type KeptDownload, keepDownloads } from './keep-downloads.ts';

export interface Errand {
  readonly model: AgentModel;
  readonly episode: EpisodeAudio;
  /** What was tried before, in sentences. */
  readonly failures: readonly string[];
}

const MODEL_REQUESTS = 30;
const TIMEOUT_MS = 120_000;
const AUDIO_TYPES = ['audio/*', 'video/*', 'application/ogg'];

/**
 * Sends an agent with a browser out for the audio. Throws `AudioRefusedError` if it finds none, and what agents, browsers and
 * downloads throw.
 */
export async function sendAgent(step: Step, services: DownloadServices, errand: Errand): Promise<FoundAudio> {
  const kept = keepDownloads(step, placeIn(services.workFolder, 'downloads'));
  let found: FoundAudio | null = null;
  try {
    const report = await browse(kept.step, services, errand);
    found = await audioOf(step, report, kept.downloads, { services, episodeId: errand.episode.id });
    return found;
  } finally {
    for (const { path, remove } of kept.downloads) if (path !== found?.path) await remove();
  }
}

async function browse(step: Step, services: DownloadServices, errand: Errand): Promise<AgentReport> {
  const { model, episode, failures } = errand;
  const { indexes, maxDownloadBytes = MAX_BYTES, agentTimeoutMs = TIMEOUT_MS } = services;
  const browser = { ...services.browser, maxDownloadBytes };
  const { output } = await withBrowser(step, browser, (session) =>
    runAgent({
      step,
      model,
      name: 'download',
      instructions: INSTRUCTIONS,
      prompt: promptOf(episode, failures),
      tools: {
        ...lookupTool(indexes),
        ...browserTools(session, { vision: model, safety: model, downloadTypes: AUDIO_TYPES }),
      },
      output: reportSchema,
      limits: { modelRequests: MODEL_REQUESTS, wallClockMs: agentTimeoutMs },
      // Episodes come by the hundred: what needs a person fails, and says so.
      handoff: 'never',
    }),
  );
  return output;
}

function lookupTool(indexes: readonly PodcastIndex[]): Tools {
  if (indexes.length === 0) return {};
  return {
    lookup_podcast_index: defineTool({
      description: `Looks for an episode in ${indexes.map(({ name }) => name).join(', ')}. Gives titles, shows, dates and audio addresses.`,
      input: z.object({ query: z.string().min(1).max(300).describe('Words of the show and of the title.') }),
      execute: ({ query }, { step }) =>
        searchIndexes(step, indexes, { title: query, show: null, guid: null, publishedAt: null }),
      replayable: true,
      extract: true,
    }),
  };
}

/** A file that it downloaded, else what is at the address that it reports. */
async function audioOf(
  step: Step,
  { success, message, audioUrl, fileName }: AgentReport,
  downloads: readonly KeptDownload[],
  { services, episodeId }: { readonly services: DownloadServices; readonly episodeId: string },
): Promise<FoundAudio> {
  if (!success) throw new AudioRefusedError(message.trim() === '' ? AGENT_FOUND_NOTHING : message);
  const url = URL.canParse(audioUrl) ? audioUrl : null;
  const named = downloads.find(({ name }) => name === fileName);
  const file = named ?? (url === null ? downloads.at(-1) : undefined);
  if (file !== undefined) return await measured(step, { ...file, source: 'agent', url });
  if (url === null) throw new AudioRefusedError(AGENT_FOUND_NOTHING);
  return await fetchFrom(step, services, { episodeId, source: 'agent', url });
}
