/** Stands in the files for where the show is served from: nobody knows that before. */
const ORIGIN = '{origin}';

export const SHOW = {
  title: 'Telltales',
  description: 'A small show about signals: lamps, bells, and the people who watched them. Spoken by a machine.',
  author: 'The authors of Telltale',
  language: 'en',
  people: [
    { name: 'Nell', role: 'host' },
    { name: 'Robin', role: 'guest' },
  ],
  url: `${ORIGIN}/sample/`,
  feed: `${ORIGIN}/sample/feed.xml`,
  cover: `${ORIGIN}/sample/cover.png`,
};

/** What is known of each episode beside its text, by the name of its files; the newest last. */
export const EPISODES = [
  {
    name: '1-the-lamp-on-the-machine',
    number: 1,
    guid: 'urn:uuid:5f0c8f0e-8a4e-4a86-9d7b-0c7a6e1f3b01',
    publishedAt: '2026-11-07T08:00:00Z',
  },
  {
    name: '2-keepers-of-the-light',
    number: 2,
    guid: 'urn:uuid:5f0c8f0e-8a4e-4a86-9d7b-0c7a6e1f3b02',
    publishedAt: '2026-11-14T08:00:00Z',
  },
] as const;

/** An episode as it is published. */
export interface Published {
  readonly name: string;
  readonly number: number;
  readonly guid: string;
  readonly publishedAt: string;
  readonly title: string;
  readonly description: string;
  readonly durationS: number;
  readonly bytes: number;
  readonly chapters: readonly { readonly startS: number; readonly title: string }[];
}

/** Of an episode: its page, and the files beside it. */
export function urlOf({ name }: Pick<Published, 'name'>, ending: '.html' | '.mp3' | '.vtt' | '.chapters.json'): string {
  return `${ORIGIN}/sample/${name}${ending}`;
}
