/** Where this server keeps the cover of an episode; `null`: there is none. */
export function coverUrlOf(episode: object): string | null {
  return 'coverUrl' in episode && typeof episode.coverUrl === 'string' ? episode.coverUrl : null;
}
