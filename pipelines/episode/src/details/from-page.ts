import type { Step } from '@telltale/engine';
import type { OutboundPolicy } from '@telltale/outbound';
import { type FoundEntry, findEntry, readFeedAsAction } from '../feed/index.ts';
import { sourceKindOf } from './aggregators.ts';
import type { Attempts } from './attempts.ts';
import type { Finding } from './details.ts';
import { NotAnEpisodeError } from './errors.ts';
import { feedFinding } from './from-feed.ts';
import type { Gathered } from './gathered.ts';
import { askOembed } from './oembed.ts';
import { type PageFacts, readPage, whyNoEpisode } from './page/index.ts';

/** Most feeds of one page that are read. */
const MAX_FEEDS = 3;

export interface FromPage extends Gathered {
  /** What is read on it by people: what nobody tells better. */
  readonly shown: Finding;
  /** The page says that it is about one episode, or a feed does. */
  readonly isEpisode: boolean;
}

/** What a page says of its episode, and the feeds that it links to. Throws `NotAnEpisodeError` where that is evident. */
export async function gatherFromPage(
  step: Step,
  outbound: OutboundPolicy,
  page: { readonly submittedUrl: string; readonly url: string; readonly html: string; readonly attempts: Attempts },
): Promise<FromPage> {
  const { url, attempts, submittedUrl } = page;
  const facts = readPage(page.html, url);
  const inFeed = await findInFeeds(step, outbound, { facts, urls: [submittedUrl, url], attempts });
  const why = inFeed === null ? whyNoEpisode(url, facts) : null;
  if (why !== null) throw new NotAnEpisodeError(submittedUrl, why);
  const isEpisode = inFeed !== null || facts.isEpisode;
  const told = [...(inFeed === null ? [] : [inFeed.finding]), ...facts.told];
  const findings = [...told, ...(await fromOembed(step, outbound, { facts, told, attempts }))];
  const canonical = isEpisode ? ownPage(facts.canonicalUrl, url) : null;
  const { sourceKind, provider } = sourceKindOf(url, isEpisode);
  return {
    findings:
      canonical === null ? findings : [...findings, { source: 'the page', details: { canonicalUrl: canonical } }],
    shown: facts.shown,
    isEpisode,
    sourceKind,
    aggregatorProvider: provider,
    ownUrls: [isEpisode ? ownPage(url, url) : null, canonical, inFeed?.entry.pageUrl ?? null].filter(
      (own) => own !== null,
    ),
    why:
      inFeed === null
        ? 'the page itself tells it'
        : `the page links to a feed that has this episode (by its ${inFeed.by})`,
  };
}

/** Some sites name their home page as the canonical one of every page: no episode is recognised by that. */
function ownPage(canonicalUrl: string | null, pageUrl: string): string | null {
  const url = canonicalUrl === null ? null : URL.parse(canonicalUrl, pageUrl);
  return url === null || (url.pathname === '/' && url.search === '') ? null : url.href;
}

interface InFeed extends FoundEntry {
  readonly finding: Finding;
}

async function findInFeeds(
  step: Step,
  outbound: OutboundPolicy,
  look: { readonly facts: PageFacts; readonly urls: readonly string[]; readonly attempts: Attempts },
): Promise<InFeed | null> {
  const { facts, urls, attempts } = look;
  const canonical = ownPage(facts.canonicalUrl, urls[0] ?? '');
  const wanted = {
    guids: facts.guids,
    pageUrls: [...urls, ...(canonical === null ? [] : [canonical])],
    audioUrl: facts.told.map(({ details }) => details.audioUrl).find((audioUrl) => audioUrl != null) ?? null,
    titles: facts.titles,
  };
  for (const feedUrl of facts.feedUrls.slice(0, MAX_FEEDS)) {
    const feed = await attempts.tolerate('feed', feedUrl, () => readFeedAsAction(step, feedUrl, outbound));
    if (feed === null) continue;
    const found = findEntry(feed, wanted);
    attempts.note({
      source: 'feed',
      urlOrQuery: feedUrl,
      outcome: found === null ? 'no_results' : 'ok',
      note: found === null ? 'this episode is not in it' : `found by its ${found.by}`,
    });
    if (found !== null) return { ...found, finding: feedFinding(feed.show, found.entry, feedUrl) };
  }
  return null;
}

/** Asked only if the page tells programs no title or no picture. */
async function fromOembed(
  step: Step,
  outbound: OutboundPolicy,
  look: { readonly facts: PageFacts; readonly told: readonly Finding[]; readonly attempts: Attempts },
): Promise<Finding[]> {
  const { facts, told, attempts } = look;
  const [url] = facts.oembedUrls;
  const isTold = (field: 'title' | 'imageUrl') => told.some(({ details }) => details[field] != null);
  if (url === undefined || (isTold('title') && isTold('imageUrl'))) return [];
  const finding = await attempts.tolerate('oEmbed', url, () => askOembed(step, url, outbound));
  return finding === null ? [] : [finding];
}
