import { plainLine, wholeUrl } from './values.ts';

interface GivenFile {
  readonly url?: string | undefined;
  readonly type?: string | undefined;
  readonly bytes?: number | undefined;
}

export interface AudioFile {
  readonly audioUrl: string | null;
  readonly audioType: string | null;
  readonly audioBytes: number | null;
}

const AUDIO_NAME = /\.(?:mp3|m4a|m4b|aac|oga|ogg|opus|wav|flac)$/i;
const VIDEO_NAME = /\.(?:mp4|m4v|mov|webm|mkv)$/i;

/** Of the files of an entry the one that is heard: the first that is audio, else the first video, which has sound too. */
export function pickAudio(files: readonly GivenFile[], base: string): AudioFile {
  const whole = files.flatMap(({ url, type, bytes }) => {
    const at = wholeUrl(url, base);
    return at === null ? [] : [{ at, type: plainLine(type)?.toLowerCase() ?? null, bytes: bytes ?? 0 }];
  });
  const picked =
    whole.find(({ at, type }) => isOf('audio', type) || (isUntold(type) && AUDIO_NAME.test(pathOf(at)))) ??
    whole.find(({ at, type }) => isOf('video', type) || (isUntold(type) && VIDEO_NAME.test(pathOf(at))));
  if (picked === undefined) return { audioUrl: null, audioType: null, audioBytes: null };
  // Feeds that do not know the size say 0, or 1.
  return { audioUrl: picked.at, audioType: picked.type, audioBytes: picked.bytes > 1 ? picked.bytes : null };
}

function isOf(kind: 'audio' | 'video', type: string | null): boolean {
  return type?.startsWith(`${kind}/`) === true && !type.includes('mpegurl');
}

function isUntold(type: string | null): boolean {
  return type === null || type === 'application/octet-stream' || type === 'binary/octet-stream' || !type.includes('/');
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}

/** Whether a URL reads as one of an audio file. */
export function looksLikeAudio(url: string): boolean {
  return AUDIO_NAME.test(pathOf(url));
}
