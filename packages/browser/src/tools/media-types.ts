/** Types of media by the endings of addresses. */
const BY_ENDING: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  m4b: 'audio/mp4',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  weba: 'audio/webm',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  mkv: 'video/x-matroska',
  m3u8: 'application/vnd.apple.mpegurl',
  mpd: 'application/dash+xml',
};

const MEDIA_TYPE = /^(?:audio|video)\/|^application\/(?:vnd\.apple\.mpegurl|x-mpegurl|dash\+xml|ogg)/i;

/** By the ending of an address's path; empty if that says nothing. */
export function mediaTypeOf(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return BY_ENDING[/\.(\w{2,4})$/.exec(path)?.[1]?.toLowerCase() ?? ''] ?? '';
}

/** The type of an answer if it is audio or video, by what it says or by its address; empty if it is neither. */
export function mediaTypeOfAnswer(url: string, contentType: string): string {
  const said = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return MEDIA_TYPE.test(said) ? said : mediaTypeOf(url);
}
