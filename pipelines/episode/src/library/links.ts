/** The page of an episode on the dashboard, playing from a moment on. */
export function pageAt(episodeId: string, startS: number): string {
  return `/episodes/${episodeId}?t=${Math.floor(startS)}`;
}

/** A text as anybody may read it: addresses of private feeds and files have a user and a password in them. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/(https?:\/\/)[^\s/?#"]*@/gi, '$1');
}

/** Where the server has the picture with this content: another picture is asked for anew. */
export function coverPath(episodeId: string, sha256: string): string {
  return `/api/v1/episodes/${episodeId}/cover?v=${sha256.slice(0, 8)}`;
}

/** Where the server has the audio of an episode that is kept here. */
export function audioPath(episodeId: string): string {
  return `/api/v1/episodes/${episodeId}/audio`;
}

export interface PlayableEpisode {
  readonly episodeId: string;
  /** The publisher's. */
  readonly audioUrl: string | null;
  readonly hasMedia: boolean;
}

/** The audio from a moment on, by a media fragment (https://www.w3.org/TR/media-frags/): ours, which is sure to be there. */
export function audioAt({ episodeId, audioUrl, hasMedia }: PlayableEpisode, startS: number): string | null {
  const url = hasMedia ? audioPath(episodeId) : audioUrl;
  return url === null ? null : `${withoutPasswords(url).replace(/#.*$/, '')}#t=${Math.floor(startS)}`;
}
