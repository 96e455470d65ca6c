import { toFailure } from '@telltale/core';
import { type Step, stopKindOf } from '@telltale/engine';
import { parseFeed } from '../feed/index.ts';
import type { Attempts } from './attempts.ts';
import { audioFormatOf } from './audio-format.ts';
import { DetailsNotFoundError, NotAnEpisodeError } from './errors.ts';
import { FILE_NAME_SOURCE } from './file-name-source.ts';
import { gatherNewest } from './from-feed.ts';
import { type FromPage, gatherFromPage } from './from-page.ts';
import { titleOfFile } from './from-upload.ts';
import type { Gathered } from './gathered.ts';
import { getAddress } from './get-address.ts';
import { mergeFindings } from './merge-findings.ts';
import type { DetailsServices } from './services.ts';

/**
 * What an address says of its episode, be it a page, a feed or an audio file. If a page leaves out title or audio, and there
 * is a model, an agent looks further. Throws `EpisodeUnreachableError`, `NotAnEpisodeError`, `DetailsNotFoundError`.
 */
export async function gatherFromAddress(
  step: Step,
  services: DetailsServices,
  { url, attempts }: { readonly url: string; readonly attempts: Attempts },
): Promise<Gathered> {
  const address = await getAddress(step, url, services.outbound);
  attempts.note({ source: 'address', urlOrQuery: url, outcome: 'ok', note: `it is ${WHAT[address.kind]}` });
  switch (address.kind) {
    case 'audio':
      return audioItself(url, address.contentType);
    case 'feed':
      return gatherNewest(step, parseFeed(address.text, address.url), url);
    case 'page': {
      const page = { submittedUrl: url, url: address.url, html: address.text, attempts };
      return await completed(step, services, {
        url,
        found: await gatherFromPage(step, services.outbound, page),
        attempts,
      });
    }
    case 'other':
      throw new NotAnEpisodeError(url, `it is a file of the type ${address.contentType}`);
  }
}

const WHAT = { audio: 'audio', feed: 'a feed', page: 'a page', other: 'something else' } as const;

function audioItself(url: string, contentType: string): Gathered {
  const name = new URL(url).pathname.split('/').at(-1) ?? '';
  return {
    findings: [
      { source: 'the address', details: { audioUrl: url, audioFormat: audioFormatOf(contentType, url) } },
      { source: FILE_NAME_SOURCE, details: { title: titleOfFile(decoded(name)) } },
    ],
    sourceKind: 'unknown',
    aggregatorProvider: null,
    ownUrls: [],
    why: 'the address is the audio itself',
  };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

interface Incomplete {
  readonly url: string;
  readonly found: FromPage;
  readonly attempts: Attempts;
}

/** What a page tells, with what an agent finds where that is not enough. */
async function completed(
  step: Step,
  services: DetailsServices,
  { url, found, attempts }: Incomplete,
): Promise<Gathered> {
  const shown: Gathered = { ...found, findings: [...found.findings, found.shown] };
  const { title, audioUrl } = mergeFindings(shown.findings).details;
  const missing = [title === null ? 'title' : null, audioUrl === null ? 'audio' : null];
  const lacks = missing.filter((field) => field !== null).join(' and ');
  if (lacks === '') return shown;
  const model = await services.model();
  const without = (why: string): Gathered => {
    if (title === null) throw new DetailsNotFoundError(url, why);
    step.log(`The page tells no ${lacks}, and ${why}: what was found stands.`, {}, 'warn');
    return { ...shown, why: `the page tells no ${lacks}, and ${why}` };
  };
  if (model === null) {
    attempts.note({ source: 'agent', urlOrQuery: url, outcome: 'skipped', note: 'no language model is configured' });
    return without('no language model is configured that could look further');
  }
  step.log(`The page tells no ${lacks}: an agent looks further.`);
  // Agents are much code, which is loaded only where a run needs it.
  const { investigate } = await import('./investigate/index.ts');
  try {
    return await investigate(step, services, { url, model, lacks, found, attempts });
  } catch (error) {
    step.signal.throwIfAborted();
    if (stopKindOf(error) !== null || !isAgentFailure(error)) throw error;
    const why = toFailure(error).message.replace(/\.$/, '');
    attempts.note({ source: 'agent', urlOrQuery: url, outcome: 'error', note: why });
    return without(`the agent could not look further (${why})`);
  }
}

function isAgentFailure(error: unknown): boolean {
  return ['agent_failed', 'agent_limited', 'agent_looped'].includes((error as { readonly code?: string }).code ?? '');
}
