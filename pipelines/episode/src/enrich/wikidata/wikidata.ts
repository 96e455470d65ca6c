import type { OutboundPolicy } from '@telltale/outbound';
import type { Pool } from 'pg';
import { z } from 'zod';
import { askWikidata } from './ask.ts';
import { remembered } from './remembered.ts';

export interface WikidataSettings {
  /** Default: `https://www.wikidata.org`. */
  readonly baseUrl?: string;
  /** Of its query service. Default: `baseUrl` if that is set, else `https://query.wikidata.org`. */
  readonly queryUrl?: string;
  /** An address of yours, of a page or for e-mail: Wikidata wants one of those who ask it often. Default: none is told. */
  readonly contact?: string;
}

/** An item of Wikidata that a name may stand for. */
export interface WikidataCandidate {
  /** `Q93341`. */
  readonly wikidataId: string;
  readonly name: string;
  readonly description: string | null;
  readonly url: string;
}

/**
 * Wikidata. At most 5 requests in a second, 10 after a rest, whoever asks in this process; what it answered is not asked again
 * for a week. Each call throws `WikidataError`.
 */
export interface Wikidata {
  /** Items with such a name, the likeliest first; at most 10. */
  search(question: SearchQuestion, signal: AbortSignal): Promise<readonly WikidataCandidate[]>;
  /** Those of some items that are of a class: one of its things, a kind of it, or somebody who does it. */
  ofClass(wikidataIds: readonly string[], wikidataClass: string, signal: AbortSignal): Promise<readonly string[]>;
}

interface SearchQuestion {
  readonly name: string;
  /** ISO 639-1. */
  readonly language: string;
}

const WIKIDATA_URL = 'https://www.wikidata.org';
const ITEM_ID = /^Q[1-9]\d*$/;

const searchAnswer = z.object({
  search: z.array(
    z.object({
      id: z.string().regex(ITEM_ID),
      label: z.string().optional(),
      description: z.string().optional(),
    }),
  ),
});

const classAnswer = z.object({
  results: z.object({ bindings: z.array(z.object({ item: z.object({ value: z.string() }) })) }),
});

/** Opens Wikidata. Nothing is asked yet. */
export function openWikidata(
  settings: WikidataSettings,
  { pool, outbound: policy }: { readonly pool: Pool; readonly outbound: OutboundPolicy },
): Wikidata {
  const { baseUrl = WIKIDATA_URL, queryUrl = settings.baseUrl ?? 'https://query.wikidata.org', contact } = settings;
  const userAgent = `Telltale/1 (podcast library${contact === undefined ? '' : `; ${contact.replace(/[^\x20-\x7e]/g, '')}`})`;
  return {
    search: ({ name, language }, signal) =>
      remembered(pool, { service: 'wikidata-search', question: `${language} ${name}` }, async () => {
        const url = new URL('/w/api.php', baseUrl);
        url.search = new URLSearchParams({
          action: 'wbsearchentities',
          search: name,
          language,
          uselang: language,
          type: 'item',
          limit: '10',
          format: 'json',
          maxlag: '5',
        }).toString();
        const { search } = await askWikidata(url, searchAnswer, { policy, userAgent, signal });
        return search.map(({ id, label, description }) => ({
          wikidataId: id,
          name: label ?? id,
          description: description ?? null,
          url: `${WIKIDATA_URL}/wiki/${id}`,
        }));
      }),
    ofClass: async (wikidataIds, wikidataClass, signal) => {
      // They become part of a query.
      const ids = wikidataIds.filter((id) => ITEM_ID.test(id));
      if (ids.length === 0 || !ITEM_ID.test(wikidataClass)) return [];
      const question = `${wikidataClass} ${ids.toSorted().join(' ')}`;
      return await remembered(pool, { service: 'wikidata-class', question }, async () => {
        const url = new URL('/sparql', queryUrl);
        url.search = new URLSearchParams({ query: classQuery(ids, wikidataClass), format: 'json' }).toString();
        const { results } = await askWikidata(url, classAnswer, { policy, userAgent, signal });
        const told = new Set(results.bindings.map(({ item }) => item.value.replace(/^.*\//, '')));
        return ids.filter((id) => told.has(id));
      });
    },
  };
}

/** People are no musicians to Wikidata but have it as an occupation (P106), and a trumpet is a class of its own (P279). */
function classQuery(ids: readonly string[], wikidataClass: string): string {
  const items = ids.map((id) => `wd:${id}`).join(' ');
  return `SELECT DISTINCT ?item WHERE { VALUES ?item { ${items} } ?item (wdt:P31|wdt:P106|wdt:P279)/wdt:P279* wd:${wikidataClass} . }`;
}
