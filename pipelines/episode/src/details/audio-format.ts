/** The formats that a file's address or type can tell. */
export const AUDIO_FORMATS = ['mp3', 'm4a', 'aac', 'ogg', 'wav', 'opus'] as const;

const BY_TYPE: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/x-mp3': 'mp3',
  'audio/mp4': 'm4a',
  'audio/m4a': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/aac': 'aac',
  'audio/aacp': 'aac',
  'audio/ogg': 'ogg',
  'application/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/opus': 'opus',
};
const BY_ENDING: Readonly<Record<string, string>> = { m4b: 'm4a', oga: 'ogg' };

/** The format of an audio file by its MIME type, else by the ending of its URL; `null` for another or an unknown one. */
export function audioFormatOf(type: string | null | undefined, url: string | null | undefined): string | null {
  const plain = type?.split(';')[0]?.trim().toLowerCase() ?? '';
  const byType = BY_TYPE[plain];
  if (byType !== undefined) return byType;
  const ending = /\.([a-z0-9]{2,4})$/i.exec(URL.parse(url ?? '')?.pathname ?? '')?.[1]?.toLowerCase() ?? '';
  const format = BY_ENDING[ending] ?? ending;
  return AUDIO_FORMATS.some((known) => known === format) ? format : null;
}
