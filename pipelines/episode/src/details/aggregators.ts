import type { SourceKind } from './details.ts';

/** Sites that show podcasts of others, by their hosts; what is below a host belongs to it. */
const PROVIDERS: Readonly<Record<string, string>> = {
  'podcasts.apple.com': 'apple_podcasts',
  'itunes.apple.com': 'apple_podcasts',
  'open.spotify.com': 'spotify',
  'youtube.com': 'youtube',
  'youtu.be': 'youtube',
  'fyyd.de': 'fyyd',
  'podcastindex.org': 'podcastindex',
  'overcast.fm': 'overcast',
  'pca.st': 'pocket_casts',
  'pocketcasts.com': 'pocket_casts',
  'castbox.fm': 'castbox',
  'castro.fm': 'castro',
  'deezer.com': 'deezer',
  'music.amazon.com': 'amazon_music',
  'music.amazon.de': 'amazon_music',
  'music.amazon.co.uk': 'amazon_music',
  'player.fm': 'player_fm',
  'podchaser.com': 'podchaser',
  'podcastaddict.com': 'podcast_addict',
  'listennotes.com': 'listen_notes',
  'iheart.com': 'iheart',
  'tunein.com': 'tunein',
  'goodpods.com': 'goodpods',
  'podfriend.com': 'podfriend',
  'fountain.fm': 'fountain',
  'podverse.fm': 'podverse',
};

/** The name of the aggregator that a URL belongs to; `null` if it belongs to none that is known. */
export function aggregatorOf(url: string): string | null {
  const labels = (URL.parse(url)?.hostname ?? '').split('.');
  const hosts = labels.map((_label, index) => labels.slice(index).join('.'));
  return hosts.map((host) => PROVIDERS[host]).find((provider) => provider !== undefined) ?? null;
}

/** Whose page a URL is. `isEpisode`: it has shown itself to be the page of an episode. */
export function sourceKindOf(
  url: string,
  isEpisode: boolean,
): { readonly sourceKind: SourceKind; readonly provider: string | null } {
  const provider = aggregatorOf(url);
  if (provider !== null) return { sourceKind: 'aggregator', provider };
  return { sourceKind: isEpisode ? 'canonical' : 'unknown', provider: null };
}
