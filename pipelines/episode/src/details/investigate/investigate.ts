import { type AgentModel, runAgent, type Tools } from '@telltale/agent';
import { Fence } from '@telltale/browser';
import { oneLine } from '@telltale/core';
import type { Step } from '@telltale/engine';
import { languageCode } from '@telltale/speech';
import { plainLine, plainText, wholeDate, wholeUrl } from '../../feed/index.ts';
import { isHostShaped } from '../../indexes/index.ts';
import { aggregatorOf } from '../aggregators.ts';
import type { Attempts } from '../attempts.ts';
import { audioFormatOf } from '../audio-format.ts';
import type { Details } from '../details.ts';
import { DetailsNotFoundError, EpisodeUnreachableError, NotAnEpisodeError } from '../errors.ts';
import type { FromPage } from '../from-page.ts';
import type { Gathered } from '../gathered.ts';
import type { DetailsServices } from '../services.ts';
import { AGENT_SOURCE } from './agent-source.ts';
import { fetchUrlTool } from './fetch-url.ts';
import { INSTRUCTIONS, promptOf } from './instructions.ts';
import { searchTool } from './search-tool.ts';
import { SUMMARY_CHARACTERS, type Word, wordSchema } from './word.ts';

export interface Investigation {
  readonly url: string;
  readonly model: AgentModel;
  /** What is missing, in words. */
  readonly lacks: string;
  readonly found: FromPage;
  readonly attempts: Attempts;
}

/**
 * Sends an agent out for what a page leaves out. What the page itself tells programs counts for more than what it says.
 * Throws `EpisodeUnreachableError`, `NotAnEpisodeError`, `DetailsNotFoundError`, and what agents throw.
 */
export async function investigate(
  step: Step,
  services: Pick<DetailsServices, 'outbound' | 'indexes'>,
  { url, model, lacks, found, attempts }: Investigation,
): Promise<Gathered> {
  const { output: word } = await runAgent({
    step,
    model,
    name: 'investigator',
    instructions: INSTRUCTIONS,
    prompt: promptOf({ url, lacks }, found.findings),
    tools: toolsOf(services, attempts),
    output: wordSchema,
    // A step that asks a person would leave a run of many waiting: what is missing is told instead.
    handoff: 'never',
  });
  const summary = oneLine(word.summary, SUMMARY_CHARACTERS);
  refuse(url, word, summary);
  const provider = aggregatorOf(url) ?? plainLine(word.details.aggregator_provider)?.slice(0, 50) ?? null;
  const sourceKind = aggregatorOf(url) === null ? word.details.source_kind : 'aggregator';
  return {
    ...found,
    findings: [...found.findings, { source: AGENT_SOURCE, details: detailsOf(word, url) }, found.shown],
    sourceKind,
    aggregatorProvider: sourceKind === 'aggregator' ? provider : null,
    why: `the page tells no ${lacks}, so an agent looked further (${model.id}): ${summary}`,
    agent: { confidence: word.report.confidence, summary, report: word.report },
  };
}

function toolsOf({ outbound, indexes }: Pick<DetailsServices, 'outbound' | 'indexes'>, attempts: Attempts): Tools {
  const fence = new Fence();
  const tools: Record<string, Tools[string]> = { fetch_url: fetchUrlTool({ outbound, fence, attempts }) };
  for (const index of indexes) {
    const { name, unavailable } = index;
    if (unavailable === undefined) tools[`search_${name}`] = searchTool(index, { fence, attempts });
    else attempts.note({ source: name, urlOrQuery: '', outcome: 'skipped', note: unavailable });
  }
  return tools;
}

/** The ends after which there is nothing to keep. */
function refuse(url: string, { outcome }: Word, summary: string): void {
  const why = summary.replace(/\.$/, '');
  if (outcome === 'unreachable') throw new EpisodeUnreachableError(url, why);
  if (outcome === 'not_a_podcast_episode') throw new NotAnEpisodeError(url, why);
  if (outcome === 'extraction_failed') throw new DetailsNotFoundError(url, why);
}

/** What the agent says, as far as it can be: no other formats, no relative URLs, no show that is only a host. */
function detailsOf({ details }: Word, url: string): Partial<Details> {
  const whole = (given: string | null) => (given !== null && URL.canParse(given) ? wholeUrl(given, url) : null);
  const show = plainLine(details.show_name);
  const country = details.country?.trim().toLowerCase() ?? '';
  const audioUrl = whole(details.audio_url);
  return {
    title: plainLine(details.title),
    showName: show === null || isHostShaped(show) ? null : show,
    description: plainText(details.description),
    publishedAt: wholeDate(details.published_at),
    imageUrl: whole(details.image_url),
    language: languageCode(details.language),
    country: /^[a-z]{2}$/.test(country) ? country : null,
    canonicalUrl: whole(details.canonical_url),
    feedUrl: whole(details.feed_url),
    guid: plainLine(details.guid),
    audioUrl,
    audioFormat: details.audio_format ?? audioFormatOf(null, audioUrl),
  };
}
