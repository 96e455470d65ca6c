import nlp from 'compromise';
import type { NamedEntity } from './found-entity.ts';

/** A word, what stands between it and the next one, and what compromise takes it for. */
interface Term {
  readonly text: string;
  readonly post: string;
  readonly tags: readonly string[];
}

/** A name of several words that ends with one of these is that of an organisation, whatever its other words are. */
const ORGANIZATION_ENDING =
  /^(association|bank|college|company|corporation|foundation|inc|institute|ltd|museum|orchestra|press|radio|records|society|studios|university)$/i;

/** Tags of words that are no part of a name, also where they have a capital. */
const NO_NAME = new Set([
  'Adverb',
  'Conjunction',
  'Copula',
  'Date',
  'Determiner',
  'Expression',
  'Preposition',
  'Pronoun',
  'QuestionWord',
]);

/** Words that begin sentences, which the library now and then takes for a part of the name behind them. */
const BEGINNINGS =
  /^(and|as|at|but|by|for|from|he|her|his|i|if|in|it|its|my|no|of|oh|on|or|our|she|so|that|the|their|then|there|they|this|to|we|well|what|when|where|who|with|yeah|yes|you|your)$/i;

/** Said in passing far more often than spoken about. */
const STOP_NAMES = new Set(['dad', 'god', 'jesus', 'jesus christ', 'lord', 'mom', 'mum']);

/** A year as it is written, and neither an amount nor a part of a longer number. */
const YEAR = /(?<![\p{L}\d$€£.,:-])(?:1[5-9]\d\d|20\d\d)(?![\p{L}\d%]|[.,:-]\d)/gu;

/**
 * Names of people, places and organisations, and years, in an English text, as far as rules can tell them; only those whose
 * type is in `types`. They know famous and common names, and miss others.
 */
export function namesByRules(text: string, types: ReadonlySet<string>): readonly NamedEntity[] {
  const found: NamedEntity[] = [];
  for (const run of runsOf(text)) {
    const type = typesOf(run).find((each) => types.has(each));
    const name = nameOf(run);
    if (type !== undefined && !STOP_NAMES.has(name.toLowerCase())) found.push({ type, name, context: null });
  }
  if (types.has('year')) {
    for (const [year] of text.matchAll(YEAR)) found.push({ type: 'year', name: year, context: null });
  }
  return found.filter((entity) => !isShortFor(entity, found));
}

/** Runs of words that make one name. The library's own names often lack a word of it. */
function* runsOf(text: string): Generator<readonly Term[]> {
  // Engines without punctuation give no capitals either: there a name is what the library knows as one.
  const isCased = /\p{Lu}/u.test(text);
  const sentences: readonly { readonly terms: readonly Term[] }[] = nlp(text).json({ terms: { tags: true } });
  for (const { terms } of sentences) {
    let run: Term[] = [];
    for (const [place, term] of terms.entries()) {
      const goesOn = run.length > 0;
      const isPart = isPartOfName(term, { isFirst: place === 0, isCased, goesOn });
      if (isPart) run.push(term);
      if (run.length > 0 && (!isPart || endsName(term))) {
        yield run;
        run = [];
      }
    }
    if (run.length > 0) yield run;
  }
}

interface Place {
  /** Whether it is the first word of its sentence. */
  readonly isFirst: boolean;
  readonly isCased: boolean;
  /** Whether it would go on with a name. */
  readonly goesOn: boolean;
}

function isPartOfName({ text, tags }: Term, { isFirst, isCased, goesOn }: Place): boolean {
  if (tags.some((tag) => NO_NAME.has(tag)) || (!goesOn && BEGINNINGS.test(text))) return false;
  const isProper = tags.includes('ProperNoun');
  if (!isCased) return isProper;
  // As the second word of "University of Oxford", which the library takes for one name.
  if (!/^\p{Lu}/u.test(text)) return isProper && goesOn;
  // A sentence begins with a capital in any case.
  return isProper || !isFirst || tags.includes('Noun');
}

function endsName({ post, tags }: Term): boolean {
  if (tags.includes('Abbreviation')) return false;
  return post.trim() !== '' || tags.includes('Possessive');
}

/** What a name may be the name of, the surest first. */
function typesOf(run: readonly Term[]): readonly string[] {
  const tags = new Set(run.flatMap((term) => term.tags));
  if (run.length > 1 && ORGANIZATION_ENDING.test(run.at(-1)?.text ?? '')) return ['organization'];
  if (tags.has('Person')) return ['person'];
  if (tags.has('Organization')) return ['organization'];
  if (tags.has('Country')) return ['country', 'place'];
  if (tags.has('City')) return ['city', 'place'];
  return tags.has('Place') ? ['place'] : [];
}

function nameOf(run: readonly Term[]): string {
  const isTitle = ({ tags }: Term) => tags.includes('Honorific') && tags.includes('Abbreviation');
  return run
    .filter((term) => run.every(isTitle) || !isTitle(term))
    .map(({ text, post, tags }) => (tags.includes('Abbreviation') ? text + post.trim() : text))
    .join(' ')
    .replace(/['’]s?$/u, '');
}

/** Whether somebody is called by one name here whose whole name is said as well. */
function isShortFor({ type, name }: NamedEntity, others: readonly NamedEntity[]): boolean {
  if (type !== 'person' || name.includes(' ')) return false;
  return others.some((other) => other.type === 'person' && other.name !== name && other.name.split(' ').includes(name));
}
