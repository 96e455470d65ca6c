import { toFailure } from '@telltale/core';
import type { Step } from '@telltale/engine';
import { runTitle } from '../store/run-title.ts';
import { type EpisodeSource, guidSource, isWorldwide, urlSource } from '../store/sources.ts';
import { Attempts } from './attempts.ts';
import type { Confidence, Details, MergedDetails } from './details.ts';
import { type EpisodeRow, readEpisodeRow } from './episode-row.ts';
import { DetailsNotFoundError } from './errors.ts';
import { gatherFromAddress } from './from-address.ts';
import { gatherFromFeed } from './from-feed.ts';
import { gatherFromUpload } from './from-upload.ts';
import { confidenceOf, type Gathered } from './gathered.ts';
import { AGENT_SOURCE } from './investigate/agent-source.ts';
import { mergeFindings } from './merge-findings.ts';
import { saveDetails } from './save-details.ts';
import type { DetailsServices } from './services.ts';

/** What `fetch_details` gives back; the details themselves are in the library. */
interface FetchedDetails {
  /** `partial`: nobody knows yet where the audio is. */
  readonly outcome: 'ok' | 'partial';
  readonly confidence: Confidence;
  /** In a short phrase, where they are from: `the feed, JSON-LD`. */
  readonly with: string;
  /** The episode that this one turned out to be. Default: none, it is new, or itself. */
  readonly sameAs?: string;
}

/**
 * Finds out what an episode is called, where its audio is, and what else is said of it, and puts that in the place of what the
 * library had. Throws `EpisodeUnreachableError`, `NotAnEpisodeError`, `DetailsNotFoundError`, `FeedUnreadableError`,
 * `FeedEntryMissingError`, `EpisodeNotFoundError`.
 */
export async function fetchDetails(step: Step, services: DetailsServices, episodeId: string): Promise<FetchedDetails> {
  const row = await readEpisodeRow(services.pool, episodeId);
  const attempts = new Attempts(step);
  try {
    const gathered = await gather(step, services, { row, attempts });
    const merged = mergeFindings(gathered.findings);
    const { details } = merged;
    if (details.title === null) throw new DetailsNotFoundError(addressOf(row), 'nothing names a title');
    step.title(runTitle(details.title, details.showName));
    const fetched: FetchedDetails = {
      outcome: details.audioUrl === null && row.media === null ? 'partial' : 'ok',
      confidence: confidenceOf(merged, gathered),
      with: [...new Set(Object.values(merged.from))].join(', '),
    };
    await report(step, {
      ...fetched,
      summary: gathered.agent?.summary ?? null,
      ...merged,
      attempts,
      agent: gathered.agent,
    });
    const twin = await saveDetails(services.pool, {
      episodeId,
      details,
      sourceKind: gathered.sourceKind,
      aggregatorProvider: gathered.aggregatorProvider,
      sources: sourcesOf(row, gathered, merged),
      viaFeed: gathered.viaFeed === true,
      used: { with: fetched.with, why: gathered.why, confidence: fetched.confidence, from: merged.from },
    });
    if (twin === null) return fetched;
    if (!twin.isTheOne) {
      step.log(`The same episode is known as ${twin.episodeId} too. Both are kept, as this one is ready already.`);
      return fetched;
    }
    step.log(`This episode is known already, as ${twin.episodeId}.`);
    return { ...fetched, sameAs: twin.episodeId };
  } catch (error) {
    if (isVerdict(error)) await report(step, { outcome: error.code, summary: toFailure(error).message, attempts });
    throw error;
  }
}

async function gather(
  step: Step,
  services: DetailsServices,
  { row, attempts }: { readonly row: EpisodeRow; readonly attempts: Attempts },
): Promise<Gathered> {
  const { pageUrl: url, feedUrl, guid, media: sha256, fileName } = row;
  // Of an episode that was submitted by an address, feed and guid are what an earlier run found.
  if (url !== null) return await gatherFromAddress(step, services, { url, attempts });
  if (feedUrl !== null && guid !== null) return await gatherFromFeed(step, services, { feedUrl, guid });
  if (sha256 !== null) return await gatherFromUpload(step, services, { sha256, fileName });
  throw new DetailsNotFoundError(addressOf(row), 'nobody said where it is');
}

function addressOf({ pageUrl, feedUrl, fileName }: EpisodeRow): string {
  return pageUrl ?? feedUrl ?? fileName ?? 'this file';
}

/** By what the episode is recognised: only what was read, never what a model said. */
function sourcesOf(row: EpisodeRow, { ownUrls, viaFeed }: Gathered, { details, from }: MergedDetails): EpisodeSource[] {
  const { guid, feedUrl } = details;
  const urls = [...(row.pageUrl === null || viaFeed === true ? [] : [row.pageUrl]), ...ownUrls];
  const isRead = guid !== null && from.guid !== AGENT_SOURCE && (feedUrl === null || from.feedUrl !== AGENT_SOURCE);
  const guids = isRead && (feedUrl !== null || isWorldwide(guid)) ? [guidSource(guid, feedUrl)] : [];
  const all = [...urls.map(urlSource), ...guids];
  return [...new Map(all.map((source) => [`${source.kind} ${source.value}`, source])).values()];
}

/** Errors that say what became of the search, rather than that something was in its way. */
function isVerdict(error: unknown): error is Error & { readonly code: string } {
  const { code } = error as { readonly code?: string };
  return code !== undefined && ['episode_unreachable', 'not_an_episode', 'details_not_found'].includes(code);
}

interface Report {
  readonly outcome: string;
  readonly summary: string | null;
  readonly confidence?: Confidence;
  readonly details?: Details;
  readonly from?: MergedDetails['from'];
  readonly attempts: Attempts;
  readonly agent?: Gathered['agent'];
}

async function report(step: Step, { attempts, agent, ...said }: Report): Promise<void> {
  const source = JSON.stringify({ ...said, attemptedSources: attempts.all, agent: agent?.report ?? null }, null, 2);
  await step.artifact({ kind: 'report', name: 'details-report.json', contentType: 'application/json', source });
}
