/** An item of Wikidata, as far as the stand-in knows any. */
export interface KnowledgeItem {
  readonly id: `Q${number}`;
  /** By language; `en` is what the others fall back to. */
  readonly labels: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly aliases?: readonly string[];
  /** What it is one of (P31), does (P106) and is a kind of (P279): ids of items. */
  readonly instanceOf?: readonly string[];
  readonly occupations?: readonly string[];
  readonly subclassOf?: readonly string[];
}

/** A few that are what they are in Wikidata, and some that stand in each other's way. */
export const KNOWLEDGE_ITEMS: readonly KnowledgeItem[] = [
  { id: 'Q5', labels: { en: 'human' } },
  { id: 'Q639669', labels: { en: 'musician' }, instanceOf: ['Q12737077'] },
  { id: 'Q12737077', labels: { en: 'occupation' } },
  { id: 'Q12902372', labels: { en: 'trumpeter' }, subclassOf: ['Q639669'] },
  { id: 'Q34379', labels: { en: 'musical instrument' } },
  { id: 'Q180744', labels: { en: 'brass instrument' }, subclassOf: ['Q34379'] },
  { id: 'Q515', labels: { en: 'city' } },
  { id: 'Q1549591', labels: { en: 'big city' }, subclassOf: ['Q515'] },
  { id: 'Q482994', labels: { en: 'album' } },
  {
    id: 'Q93341',
    labels: { en: 'Miles Davis', de: 'Miles Davis' },
    description: 'American jazz musician (1926–1991)',
    aliases: ['Miles Dewey Davis III'],
    instanceOf: ['Q5'],
    occupations: ['Q12902372'],
  },
  { id: 'Q900001', labels: { en: 'Miles Davis' }, description: 'album by Miles Davis', instanceOf: ['Q482994'] },
  { id: 'Q900002', labels: { en: 'Miles Davis Prize' }, description: 'award in Montreal' },
  { id: 'Q8338', labels: { en: 'trumpet', de: 'Trompete' }, subclassOf: ['Q180744'] },
  { id: 'Q1741', labels: { en: 'Vienna', de: 'Wien' }, description: 'capital of Austria', instanceOf: ['Q1549591'] },
  {
    id: 'Q900011',
    labels: { en: 'Bill Evans' },
    description: 'American jazz pianist',
    instanceOf: ['Q5'],
    occupations: ['Q639669'],
  },
  {
    id: 'Q900012',
    labels: { en: 'Bill Evans' },
    description: 'American saxophonist',
    instanceOf: ['Q5'],
    occupations: ['Q639669'],
  },
];
