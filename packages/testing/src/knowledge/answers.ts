import type { KnowledgeItem } from './items.ts';

/** What the stand-in sends. */
export interface KnowledgeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function jsonAnswer(value: unknown, headers: Readonly<Record<string, string>> = {}): KnowledgeAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function textAnswer(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): KnowledgeAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

/** An error of MediaWiki's, which comes with status 200. */
export function apiError(code: string, info: string, headers: Readonly<Record<string, string>> = {}): KnowledgeAnswer {
  const error = { code, info, '*': 'See https://www.wikidata.org/w/api.php for API usage.' };
  return jsonAnswer({ error, servedby: 'mw-test' }, { 'mediawiki-api-error': code, ...headers });
}

/** `wbsearchentities`: items whose label in that language, or in English, or an alias begins with the words. */
export function searchAnswer(items: readonly KnowledgeItem[], query: URLSearchParams): KnowledgeAnswer {
  const search = query.get('search') ?? '';
  const language = query.get('language') ?? '';
  if (search === '') return apiError('missingparam', 'The "search" parameter must be set.');
  if (!/^[a-z]{2,3}$/.test(language)) {
    return apiError('badvalue', `Unrecognized value for parameter "language": ${language}.`);
  }
  const limit = Number(query.get('limit') ?? 7);
  const begins = (text: string) => text.toLowerCase().startsWith(search.toLowerCase());
  const found = items.flatMap((item) => {
    const label = item.labels[language] ?? item.labels.en ?? '';
    const alias = item.aliases?.find(begins);
    if (!begins(label) && alias === undefined) return [];
    const match = { type: begins(label) ? 'label' : 'alias', language, text: begins(label) ? label : alias };
    return [toHit(item, label, language, match)];
  });
  return jsonAnswer({
    searchinfo: { search },
    search: found.slice(0, limit),
    ...(found.length > limit ? { 'search-continue': limit } : {}),
    success: 1,
  });
}

function toHit({ id, description }: KnowledgeItem, label: string, language: string, match: object) {
  return {
    id,
    title: id,
    pageid: Number(id.slice(1)),
    concepturi: `http://www.wikidata.org/entity/${id}`,
    repository: 'wikidata',
    url: `//www.wikidata.org/wiki/${id}`,
    display: {
      label: { value: label, language },
      ...(description === undefined ? {} : { description: { value: description, language: 'en' } }),
    },
    label,
    ...(description === undefined ? {} : { description }),
    match,
  };
}

/** The one shape of query that is understood: which of some items are of a class, by properties and then by P279. */
const CLASS_QUERY =
  /^SELECT DISTINCT \?item WHERE \{ VALUES \?item \{ ((?:wd:Q\d+ )+)\} \?item \(([^)]+)\)\/wdt:P279\* wd:(Q\d+) \. \}$/;

const PROPERTIES = {
  'wdt:P31': 'instanceOf',
  'wdt:P106': 'occupations',
  'wdt:P279': 'subclassOf',
} as const;

/** The query service's answer. */
export function queryAnswer(items: readonly KnowledgeItem[], query: string): KnowledgeAnswer {
  const [, values = '', path = '', wanted = ''] = CLASS_QUERY.exec(query) ?? [];
  if (values === '') return textAnswer(400, `SPARQL-QUERY: queryStr=${query}\njava.util.concurrent.ExecutionException`);
  const byId = new Map<string, KnowledgeItem>(items.map((item) => [item.id, item]));
  const isOfClass = (id: string, seen: readonly string[] = []): boolean =>
    id === wanted ||
    (!seen.includes(id) && (byId.get(id)?.subclassOf ?? []).some((other) => isOfClass(other, [...seen, id])));
  const properties = path.split('|').map((name) => PROPERTIES[name as keyof typeof PROPERTIES]);
  const ids = values.trim().split(' ');
  const found = ids
    .map((id) => id.slice('wd:'.length))
    .filter((id) => properties.some((name) => (byId.get(id)?.[name] ?? []).some((other) => isOfClass(other))));
  const bindings = found.map((id) => ({ item: { type: 'uri', value: `http://www.wikidata.org/entity/${id}` } }));
  return {
    ...jsonAnswer({ head: { vars: ['item'] }, results: { bindings } }),
    headers: { 'content-type': 'application/sparql-results+json;charset=utf-8' },
  };
}
