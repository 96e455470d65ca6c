import type { Step } from '@telltale/engine';
import { type IndexQuery, isMatch, searchIndexes, showToSearch } from '../indexes/index.ts';
import type { DownloadServices } from './download-services.ts';
import type { EpisodeAudio } from './episode-audio.ts';
import { AGENT_FOUND_NOTHING, DownloadFailedError } from './errors.ts';
import { type FoundAudio, fetchFrom } from './found-audio.ts';
import { Tried } from './tried.ts';

/** What is looked for, with what, and what was tried so far. */
interface Search {
  readonly services: DownloadServices;
  readonly episode: EpisodeAudio;
  readonly tried: Tried;
}

export const FETCH = 'fetch';
const AGENT = 'agent';

/** Indexes can be as stale as the page. */
const HITS_TRIED = 3;

/**
 * Looks for the audio of an episode where it can be, the cheapest first: at the address that is known, at one that a podcast
 * index has for the very episode, and then by an agent with a browser. Throws `DownloadFailedError`.
 */
export async function findAudio(step: Step, services: DownloadServices, episode: EpisodeAudio): Promise<FoundAudio> {
  const tried = new Tried(step);
  const search: Search = { services, episode, tried };
  const found =
    (await fromKnownAddress(step, search)) ?? (await fromIndexes(step, search)) ?? (await fromAgent(step, search));
  if (found !== null) return found;
  throw new DownloadFailedError({
    episodeId: episode.id,
    sourcesTried: tried.names,
    fetchError: tried.why(FETCH) ?? '',
    agentMessage: tried.why(AGENT) ?? AGENT_FOUND_NOTHING,
  });
}

async function fromKnownAddress(step: Step, { services, episode, tried }: Search): Promise<FoundAudio | null> {
  const { id: episodeId, audioUrl: url } = episode;
  if (url !== null) {
    return await tried.source(FETCH, () => fetchFrom(step, services, { episodeId, source: FETCH, url }));
  }
  tried.note({ source: FETCH, outcome: 'skipped', note: 'the details have no audio address' });
  return null;
}

async function fromIndexes(step: Step, { services, episode, tried }: Search): Promise<FoundAudio | null> {
  const { indexes } = services;
  const { id: episodeId, title, guid, publishedAt } = episode;
  if (indexes.length === 0 || title === null) return null;
  const query: IndexQuery = {
    title,
    show: showToSearch(episode.showName, episode.pageUrl),
    guid,
    publishedAt: publishedAt?.toISOString() ?? null,
  };
  const hits = await searchIndexes(step, indexes, query);
  for (const { name, unavailable } of indexes) {
    if (unavailable === undefined) tried.asked({ source: name, outcome: 'asked' });
  }
  const sure = hits.filter((hit) => isMatch(hit, query) && hit.audioUrl !== episode.audioUrl);
  if (sure.length === 0) step.log('No index has another address for this very episode.');
  for (const { index: source, audioUrl: url } of sure.slice(0, HITS_TRIED)) {
    const found = await tried.source(source, () => fetchFrom(step, services, { episodeId, source, url }));
    if (found !== null) return found;
  }
  return null;
}

async function fromAgent(step: Step, { services, episode, tried }: Search): Promise<FoundAudio | null> {
  return await tried.source(AGENT, async () => {
    const model = await services.model();
    if (model === null) {
      tried.note({ source: AGENT, outcome: 'skipped', note: 'no language model is configured for it' });
      return null;
    }
    // Agents and browsers are much code, which is loaded only where a run needs it.
    const { sendAgent } = await import('./send-agent.ts');
    return await sendAgent(step, services, { model, episode, failures: tried.failures });
  });
}
