import type { PageFacts } from './read-page.ts';

/** Kinds of pages that are about something else, unless there is an episode on them as well. */
const OTHER_KINDS: Readonly<Record<string, string>> = {
  article: 'it is an article, without audio',
  newsarticle: 'it is an article, without audio',
  blogposting: 'it is an article, without audio',
  product: 'it is the page of a product',
  profile: 'it is the page of a person',
  website: 'it is the page of a whole site, without audio',
  collectionpage: 'it is a list of pages',
};

/** Why a page is evidently not the page of an episode; `null` if it is one, or if that is not evident. */
export function whyNoEpisode(url: string, facts: PageFacts): string | null {
  const { pathname, search } = new URL(url);
  const isHome = pathname === '/' && search === '';
  // A home page often plays the newest episode.
  if (isHome && !facts.describesEpisode) return 'it is the home page of a site';
  if (facts.isEpisode || facts.hasPlayer) return null;
  return facts.kinds.map((kind) => OTHER_KINDS[kind]).find((why) => why !== undefined) ?? null;
}
