import { multiselect, password } from '@clack/prompts';
import { mask } from '../config/show-value.ts';
import { type Asking, answerTo, canDecide, decide, textFrom } from './answers.ts';

const KEYS = ['wikidata.enabled', 'episode.indexes', 'podcastindex.apiKey', 'podcastindex.apiSecret'] as const;
const PODCASTINDEX = 'podcastindex';
const WIKIDATA = 'wikidata';
const INDEXES = [
  { value: 'apple_podcasts', label: 'Apple Podcasts', hint: 'for audio that a page does not have' },
  { value: 'fyyd', label: 'fyyd', hint: 'the same' },
  { value: PODCASTINDEX, label: 'Podcast Index', hint: 'the same; needs a key' },
] as const;

/** What episodes may be looked up in. Nothing of it is needed. */
export async function askForDirectories(asking: Asking): Promise<void> {
  if (!canDecide(asking, KEYS)) return;
  const { wikidata, episode } = asking.loaded.values;
  const chosen = await answerTo(
    multiselect<string>({
      message: 'What may be asked about episodes? (space chooses, Enter goes on)',
      required: false,
      initialValues: [...(wikidata.enabled ? [WIKIDATA] : []), ...episode.indexes],
      options: [{ value: WIKIDATA, label: 'Wikidata', hint: 'who and what is mentioned in them' }, ...INDEXES],
    }),
  );
  decide(asking, 'wikidata.enabled', chosen.includes(WIKIDATA));
  const indexes = INDEXES.map(({ value }) => value).filter((value) => chosen.includes(value));
  if (indexes.join() !== episode.indexes.join()) asking.changes.set('episode.indexes', indexes);
  if (!indexes.includes(PODCASTINDEX)) return;
  await askForSecret(asking, 'apiKey', 'Its key, from api.podcastindex.org');
  await askForSecret(asking, 'apiSecret', 'The secret that belongs to the key');
}

async function askForSecret(asking: Asking, name: 'apiKey' | 'apiSecret', what: string): Promise<void> {
  const present = asking.loaded.values.podcastindex[name];
  const keeps = present === undefined ? '' : ` (empty keeps ${mask(present)})`;
  const answer = await textFrom(password({ message: `${what}${keeps}` }));
  decide(asking, `podcastindex.${name}`, answer || present);
}
